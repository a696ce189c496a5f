/* The load generator: any number of WebSocket clients in one thread over epoll. What each file does is said at its top;
 * the pipe that a benchmark speaks to it through is described in commands.c and news.c. */
#ifndef SWARM_H
#define SWARM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A text or binary frame's opcode, and the control frames a client must know (RFC 6455, section 5.2). */
enum { TEXT = 1, BINARY = 2, CLOSING = 8, PING = 9, PONG = 10 };

/* A growing run of bytes: [from, length) is what is still to be worked through. */
struct bytes {
	uint8_t *data;
	size_t from, length, capacity;
};

void append(struct bytes *bytes, const void *data, size_t length);
void consume(struct bytes *bytes, size_t length);

/* When a client counts as ready: once the socket is open, a frame begins with certain bytes, or a message has come. */
enum ready_when { READY_OPEN, READY_PREFIX, READY_MESSAGE };

struct connection {
	int fd;
	uint32_t index;
	bool upgraded, ready, closed;
	/* Frames without a message in them are passed on to the benchmark. */
	bool talks;
	/* Which of the writers it is; -1 for one that only listens. */
	int32_t writer;
	enum ready_when ready_when;
	uint32_t ready_number;
	struct bytes ready_prefix;
	/* Sent as soon as the socket is open: whole frames. */
	struct bytes opening;
	struct bytes unread, unsent;
	bool waits_to_send;
	uint64_t received;
	uint64_t frames;
	/* Messages of the run that have arrived, each once, and those that came again. */
	uint64_t distinct, repeated;
	/* One bit for each message number. */
	struct bytes seen;
};

extern struct connection **connections;
extern uint32_t connection_count;
extern int poller;

/* connection.c */
void open_connection(uint16_t port, struct connection *template, const void *request, size_t length);
void on_event(struct connection *connection, uint32_t events);
void send_frame(struct connection *connection, int opcode, const uint8_t *payload, size_t length);
void put_frame(struct bytes *out, int opcode, const uint8_t *payload, size_t length);
void end_connection(struct connection *connection);
void close_all(void);

/* messages.c */
void start_run(uint32_t first, uint32_t writers);
void on_payload(struct connection *connection, const uint8_t *payload, size_t length, uint64_t now);
bool has_seen(const struct connection *connection, uint32_t number);

/* histogram.c: latencies in microseconds, to within 1.6 %. */
struct histogram {
	uint64_t counts[64 * 40];
	uint64_t total;
};
void record(struct histogram *histogram, uint64_t value);
double percentile(const struct histogram *histogram, double part);

struct tally {
	struct histogram all, own;
	uint64_t message_frames, arrivals, last_us;
};
extern struct tally tally;

/* news.c */
void tell_ready(const struct connection *connection, uint64_t now);
void tell_frame(const struct connection *connection, const uint8_t *payload, size_t length, uint64_t now);
void tell_closed(const struct connection *connection);
void tell_report(void);
void flush_news(void);
void restart_clock(void);

/* commands.c: false once the benchmark has gone. */
bool read_commands(void);

uint64_t now_us(void);
_Noreturn void fail(const char *what);

#endif
