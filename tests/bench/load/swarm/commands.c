/* What the benchmark asks for, on standard input: records of a length (u32), a letter and a body, little-endian. The
 * bodies: `o` open a client: port u16, talks u8, writer i32, ready-when u8, ready-number u32, then, each behind its
 * length (u32), ready-prefix, HTTP request, opening frames. `s` send: client u32, opcode u8, payload. `z` start a run:
 * first number u32, writers u32. `q` report. `c` close all clients. An opening frame is a length (u32), an opcode, a payload. */
#include "swarm.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static struct bytes commands;

struct reader {
	const uint8_t *at;
};

static uint32_t read_u32(struct reader *from) {
	uint32_t value;
	memcpy(&value, from->at, sizeof value);
	from->at += sizeof value;
	return value;
}

static uint8_t read_u8(struct reader *from) { return *from->at++; }

static struct bytes read_run(struct reader *from) {
	struct bytes run = {0};
	uint32_t length = read_u32(from);
	append(&run, from->at, length);
	from->at += length;
	return run;
}

static void read_opening(struct reader *from, struct bytes *opening) {
	uint32_t length = read_u32(from);
	const uint8_t *end = from->at + length;
	while (from->at < end) {
		uint32_t size = read_u32(from);
		uint8_t opcode = read_u8(from);
		put_frame(opening, opcode, from->at, size);
		from->at += size;
	}
}

static void open_client(struct reader from) {
	struct connection template = {0};
	uint16_t port;
	memcpy(&port, from.at, sizeof port);
	from.at += sizeof port;
	template.talks = read_u8(&from) != 0;
	template.writer = (int32_t)read_u32(&from);
	template.ready_when = read_u8(&from);
	template.ready_number = read_u32(&from);
	template.ready_prefix = read_run(&from);
	struct bytes request = read_run(&from);
	read_opening(&from, &template.opening);
	open_connection(port, &template, request.data, request.length);
	consume(&request, request.length);
}

static void obey(uint8_t letter, struct reader from, const uint8_t *end) {
	if (letter == 'o') open_client(from);
	if (letter == 'z') {
		uint32_t first = read_u32(&from);
		start_run(first, read_u32(&from));
	}
	if (letter == 's') {
		struct connection *connection = connections[read_u32(&from)];
		uint8_t opcode = read_u8(&from);
		send_frame(connection, opcode, from.at, (size_t)(end - from.at));
	}
	if (letter == 'q') tell_report();
	if (letter == 'c') close_all();
}

static void obey_all(void) {
	for (;;) {
		size_t have = commands.length - commands.from;
		const uint8_t *at = commands.data + commands.from;
		uint32_t length;
		if (have < sizeof length) return;
		memcpy(&length, at, sizeof length);
		if (have < sizeof length + length) return;
		obey(at[4], (struct reader){at + 5}, at + 4 + length);
		consume(&commands, sizeof length + length);
	}
}

bool read_commands(void) {
	static uint8_t reading[1 << 16];
	fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
	ssize_t count = read(STDIN_FILENO, reading, sizeof reading);
	if (count == 0) return false;
	if (count < 0) return errno == EAGAIN || errno == EINTR;
	append(&commands, reading, (size_t)count);
	obey_all();
	return true;
}
