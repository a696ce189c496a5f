/* Waits for sockets and for the benchmark, and hands each event to whom it concerns. */
#include "swarm.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* So few that a message to be sent never waits behind a whole room that has something to read. */
#define EVENTS_AT_ONCE 64

struct connection **connections;
uint32_t connection_count;
int poller;

uint64_t now_us(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

_Noreturn void fail(const char *what) {
	fprintf(stderr, "load generator: %s: %s\n", what, strerror(errno));
	exit(1);
}

void append(struct bytes *bytes, const void *data, size_t length) {
	if (bytes->length + length > bytes->capacity && bytes->from > 0) {
		bytes->length -= bytes->from;
		memmove(bytes->data, bytes->data + bytes->from, bytes->length);
		bytes->from = 0;
	}
	if (bytes->length + length > bytes->capacity) {
		bytes->capacity = (bytes->length + length) * 2;
		bytes->data = realloc(bytes->data, bytes->capacity);
		if (bytes->data == NULL) fail("memory");
	}
	if (length > 0) memcpy(bytes->data + bytes->length, data, length);
	bytes->length += length;
}

void consume(struct bytes *bytes, size_t length) {
	bytes->from += length;
	if (bytes->from < bytes->length) return;
	free(bytes->data);
	*bytes = (struct bytes){0};
}

int main(void) {
	signal(SIGPIPE, SIG_IGN);
	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	poller = epoll_create1(0);
	if (poller < 0) fail("epoll");
	struct epoll_event from_benchmark = {.events = EPOLLIN, .data.ptr = NULL};
	if (epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &from_benchmark) < 0) fail("commands must come through a pipe");
	restart_clock();
	while (read_commands()) {
		flush_news();
		struct epoll_event events[EVENTS_AT_ONCE];
		int count = epoll_wait(poller, events, EVENTS_AT_ONCE, -1);
		for (int i = 0; i < count; i++)
			if (events[i].data.ptr != NULL) on_event(events[i].data.ptr, events[i].events);
	}
	return 0;
}
