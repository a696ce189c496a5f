/* One WebSocket client: its upgrade, the frames in the bytes it reads, the bytes of the frames it sends. A mask of zero
 * is a mask (RFC 6455, section 5.3), and costs neither side anything but the look at it. */
#include "swarm.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static uint8_t reading[1 << 18];

static void watch(struct connection *connection, int how) {
	uint32_t events = EPOLLIN | (connection->waits_to_send ? EPOLLOUT : 0);
	struct epoll_event event = {.events = events, .data.ptr = connection};
	if (epoll_ctl(poller, how, connection->fd, &event) < 0) fail("epoll_ctl");
}

static void flush(struct connection *connection) {
	struct bytes *out = &connection->unsent;
	while (out->from < out->length) {
		ssize_t sent = send(connection->fd, out->data + out->from, out->length - out->from, MSG_NOSIGNAL);
		if (sent < 0) break;
		consume(out, (size_t)sent);
	}
	bool waits = out->from < out->length;
	if (waits != connection->waits_to_send) {
		connection->waits_to_send = waits;
		watch(connection, EPOLL_CTL_MOD);
	}
}

void open_connection(uint16_t port, struct connection *template, const void *request, size_t length) {
	struct connection *connection = malloc(sizeof *connection);
	connections = realloc(connections, (connection_count + 1) * sizeof *connections);
	if (connection == NULL || connections == NULL) fail("memory");
	*connection = *template;
	connection->index = connection_count;
	connections[connection_count++] = connection;
	connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (connection->fd < 0) fail("socket");
	int on = 1;
	setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(connection->fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) fail("connect");
	append(&connection->unsent, request, length);
	connection->waits_to_send = true;
	watch(connection, EPOLL_CTL_ADD);
}

void put_frame(struct bytes *out, int opcode, const uint8_t *payload, size_t length) {
	uint8_t header[14] = {(uint8_t)(0x80 | opcode)};
	size_t size = length < 126 ? 2 : length < 65536 ? 4 : 10;
	header[1] = (uint8_t)(0x80 | (length < 126 ? length : length < 65536 ? 126 : 127));
	for (size_t i = 2; i < size; i++) header[i] = (uint8_t)(length >> (8 * (size - 1 - i)));
	append(out, header, size + 4);
	append(out, payload, length);
}

void send_frame(struct connection *connection, int opcode, const uint8_t *payload, size_t length) {
	if (connection->closed) return;
	put_frame(&connection->unsent, opcode, payload, length);
	if (!connection->waits_to_send) flush(connection);
}

void end_connection(struct connection *connection) {
	if (connection->closed) return;
	connection->closed = true;
	close(connection->fd);
	tell_closed(connection);
}

void close_all(void) {
	for (uint32_t i = 0; i < connection_count; i++) {
		struct connection *connection = connections[i];
		if (!connection->closed) close(connection->fd);
		struct bytes *owned[] = {&connection->ready_prefix, &connection->opening, &connection->unread, &connection->unsent,
		                         &connection->seen};
		for (size_t j = 0; j < sizeof owned / sizeof *owned; j++) free(owned[j]->data);
		free(connection);
	}
	connection_count = 0;
}

/* How many bytes of the upgrade's answer there are; 0 while it is not all here. */
static size_t shake_hands(struct connection *connection, const uint8_t *data, size_t length) {
	const uint8_t *end = memmem(data, length, "\r\n\r\n", 4);
	if (end == NULL) return 0;
	if (length < 12 || memcmp(data, "HTTP/1.1 101", 12) != 0) {
		end_connection(connection);
		return 0;
	}
	connection->upgraded = true;
	append(&connection->unsent, connection->opening.data, connection->opening.length);
	flush(connection);
	if (connection->ready_when == READY_OPEN) tell_ready(connection, now_us());
	return (size_t)(end - data) + 4;
}

/* How many bytes the frame at the start has, header and all; 0 while it is not all here. */
static size_t take_frame(struct connection *connection, const uint8_t *data, size_t length, uint64_t now) {
	if (length < 2) return 0;
	uint64_t size = data[1];
	size_t header = size < 126 ? 2 : size == 126 ? 4 : 10;
	if (length < header) return 0;
	if (header > 2) size = 0;
	for (size_t i = 2; i < header; i++) size = size << 8 | data[i];
	if (length < header + size) return 0;
	int opcode = data[0] & 15;
	if (opcode == BINARY || opcode == TEXT) on_payload(connection, data + header, size, now);
	if (opcode == PING) send_frame(connection, PONG, data + header, size);
	if (opcode == CLOSING) end_connection(connection);
	return header + size;
}

/* Works through what has been read; returns how much of it is done with. */
static size_t take(struct connection *connection, const uint8_t *data, size_t length, uint64_t now) {
	size_t done = 0;
	while (!connection->closed) {
		size_t taken = connection->upgraded ? take_frame(connection, data + done, length - done, now)
		                                    : shake_hands(connection, data + done, length - done);
		if (taken == 0) break;
		done += taken;
	}
	return done;
}

static void receive(struct connection *connection) {
	ssize_t count = recv(connection->fd, reading, sizeof reading, 0);
	if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
	if (count <= 0) return end_connection(connection);
	uint64_t now = now_us();
	connection->received += (uint64_t)count;
	struct bytes *unread = &connection->unread;
	if (unread->length == 0) {
		size_t done = take(connection, reading, (size_t)count, now);
		append(unread, reading + done, (size_t)count - done);
	} else {
		append(unread, reading, (size_t)count);
		consume(unread, take(connection, unread->data + unread->from, unread->length - unread->from, now));
	}
}

void on_event(struct connection *connection, uint32_t events) {
	if (connection->closed) return;
	if (events & EPOLLOUT) flush(connection);
	if (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) receive(connection);
}
