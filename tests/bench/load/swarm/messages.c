/* The messages in what a client receives, found by their stamps (stamp.ts) without decoding anything around them: a
 * server may put any number of them into one frame. */
#include "swarm.h"

#include <string.h>

static const char MARK[] = "sent@";
enum { MARK_LENGTH = 5, TIME_DIGITS = 16, NUMBER_DIGITS = 7, STAMP_LENGTH = MARK_LENGTH + TIME_DIGITS + 1 + NUMBER_DIGITS };

struct tally tally;
/* Messages with smaller numbers were sent to warm up. */
static uint32_t first_number;
/* Message n is sent by writer n modulo this. */
static uint32_t writer_count = 1;

void start_run(uint32_t first, uint32_t writers) {
	first_number = first;
	writer_count = writers > 0 ? writers : 1;
	memset(&tally, 0, sizeof tally);
	for (uint32_t i = 0; i < connection_count; i++) {
		struct connection *connection = connections[i];
		connection->distinct = connection->repeated = connection->frames = connection->received = 0;
	}
	restart_clock();
}

bool has_seen(const struct connection *connection, uint32_t number) {
	return number / 8 < connection->seen.length && (connection->seen.data[number / 8] >> (number % 8) & 1) != 0;
}

/* Notes that a message has come; false if it had before. */
static bool see(struct connection *connection, uint32_t number) {
	static const uint8_t nothing[4096];
	if (has_seen(connection, number)) return false;
	while (number / 8 >= connection->seen.length) append(&connection->seen, nothing, sizeof nothing);
	connection->seen.data[number / 8] |= (uint8_t)(1 << number % 8);
	return true;
}

static uint64_t digits(const uint8_t *text, int count) {
	uint64_t value = 0;
	for (int i = 0; i < count; i++) value = value * 10 + (text[i] - '0');
	return value;
}

static void take_message(struct connection *connection, uint64_t sent, uint32_t number, uint64_t now) {
	bool fresh = see(connection, number);
	if (number < first_number) return;
	tally.arrivals++;
	tally.last_us = now;
	if (!fresh) {
		connection->repeated++;
		return;
	}
	connection->distinct++;
	uint64_t latency = now > sent ? now - sent : 0;
	record(&tally.all, latency);
	if (connection->writer >= 0 && number % writer_count == (uint32_t)connection->writer) record(&tally.own, latency);
}

static bool is_ready(const struct connection *connection, const uint8_t *payload, size_t length) {
	if (connection->ready_when == READY_MESSAGE) return has_seen(connection, connection->ready_number);
	size_t prefix = connection->ready_prefix.length;
	return length >= prefix && memcmp(payload, connection->ready_prefix.data, prefix) == 0;
}

void on_payload(struct connection *connection, const uint8_t *payload, size_t length, uint64_t now) {
	const uint8_t *end = payload + length, *at = payload;
	bool messages = false;
	uint64_t arrivals = tally.arrivals;
	while ((at = memmem(at, (size_t)(end - at), MARK, MARK_LENGTH)) != NULL && end - at >= STAMP_LENGTH) {
		const uint8_t *time = at + MARK_LENGTH, *number = time + TIME_DIGITS + 1;
		take_message(connection, digits(time, TIME_DIGITS), (uint32_t)digits(number, NUMBER_DIGITS), now);
		messages = true;
		at += STAMP_LENGTH;
	}
	connection->frames++;
	if (tally.arrivals > arrivals) tally.message_frames++;
	if (!messages && connection->talks) tell_frame(connection, payload, length, now);
	if (!connection->ready && is_ready(connection, payload, length)) tell_ready(connection, now);
}
