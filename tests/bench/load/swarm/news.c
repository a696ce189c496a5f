/* What the benchmark is told, on standard output: records of a length (u32), a letter and a body, little-endian. The
 * bodies: `r` ready: client u32, time u64. `f` frame: client u32, time u64, payload. `x` closed: client u32.
 * `j` report: JSON. Times are microseconds of the monotonic clock. */
#include "swarm.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static struct bytes news;
static uint64_t started_us;
static double started_cpu;

static void begin(char letter, size_t body) {
	uint32_t length = (uint32_t)body + 1;
	append(&news, &length, sizeof length);
	append(&news, &letter, 1);
}

void tell_ready(const struct connection *connection, uint64_t now) {
	if (connection->ready) return;
	((struct connection *)connection)->ready = true;
	begin('r', 12);
	append(&news, &connection->index, 4);
	append(&news, &now, 8);
}

void tell_frame(const struct connection *connection, const uint8_t *payload, size_t length, uint64_t now) {
	begin('f', 12 + length);
	append(&news, &connection->index, 4);
	append(&news, &now, 8);
	append(&news, payload, length);
}

void tell_closed(const struct connection *connection) {
	begin('x', 4);
	append(&news, &connection->index, 4);
}

static double cpu_seconds(void) {
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

void restart_clock(void) {
	started_us = now_us();
	started_cpu = cpu_seconds();
}

static size_t put_latencies(char *to, size_t room, const char *name, const struct histogram *histogram) {
	return (size_t)snprintf(to, room, ",\"%s\":{\"count\":%llu,\"p50\":%.0f,\"p95\":%.0f,\"p99\":%.0f}", name,
	                        (unsigned long long)histogram->total, percentile(histogram, 0.5), percentile(histogram, 0.95),
	                        percentile(histogram, 0.99));
}

void tell_report(void) {
	uint64_t distinct = 0, repeated = 0, received = 0, closed = 0;
	for (uint32_t i = 0; i < connection_count; i++) {
		distinct += connections[i]->distinct;
		repeated += connections[i]->repeated;
		received += connections[i]->received;
		closed += connections[i]->closed;
	}
	double wall = (double)(now_us() - started_us) / 1e6;
	char text[1024];
	size_t length = (size_t)snprintf(
		text, sizeof text,
		"{\"distinct\":%llu,\"repeated\":%llu,\"bytes\":%llu,\"closed\":%llu,\"messageFrames\":%llu,\"arrivals\":%llu,"
		"\"lastUs\":%llu,\"busy\":%.4f",
		(unsigned long long)distinct, (unsigned long long)repeated, (unsigned long long)received,
		(unsigned long long)closed, (unsigned long long)tally.message_frames, (unsigned long long)tally.arrivals,
		(unsigned long long)tally.last_us, (cpu_seconds() - started_cpu) / wall);
	length += put_latencies(text + length, sizeof text - length, "all", &tally.all);
	length += put_latencies(text + length, sizeof text - length, "own", &tally.own);
	text[length++] = '}';
	begin('j', length);
	append(&news, text, length);
}

/* Waits when the benchmark is slow to read: what it has not been told of must not grow without bound. */
void flush_news(void) {
	while (news.from < news.length) {
		ssize_t written = write(STDOUT_FILENO, news.data + news.from, news.length - news.from);
		if (written > 0) consume(&news, (size_t)written);
		struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
		if (written < 0 && poll(&out, 1, 1000) < 0) return;
	}
}
