/* A bot that costs almost nothing: it gives every chat request the same answer, whole or as a stream.
 *
 *     upstream PORT TICK_MS TOKENS
 *
 * A request with "stream": true gets TOKENS events. For the model "slow" one goes out every TICK_MS; for any other all at
 * once. Connections are kept. One thread, epoll, Linux; a request fits in 64 kB. Prints "ready" once it listens.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define MOST 4096
#define LONGEST 65536

struct connection {
    char *read;
    int size;
    int left; /* tokens of a slow stream that are still to come */
};

static struct connection connections[MOST];
static int tokens;
static const char STREAM_HEAD[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
static const char WORDS[] =
    "Uw termijnbedrag is 120 euro per maand. U past het aan in Mijn Wadlicht, bij Betalen. Het nieuwe bedrag geldt vanaf "
    "de volgende afschrijving.";
static const char FRAME[] = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"quick\","
                            "\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}";
static const char *SAID[] = {"Goed,", "uw", "termijnbedrag", "is", "nu", "120", "euro", "per", "maand.", "U", "past", "het", "aan",
                             "in", "Mijn", "Wadlicht.", "Daar", "staat", "ook", "ons", "advies."};
static char whole[2048], last[512];
static int whole_size, last_size;

static int as_chunk(char *into, const char *event) {
    return sprintf(into, "%zx\r\n%s\r\n", strlen(event), event);
}

static void prepare(void) {
    char body[1024], event[400];
    char made[360];
    sprintf(body,
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"quick\",\"choices\":[{"
            "\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"stop\"}],\"usage\":{"
            "\"prompt_tokens\":200,\"completion_tokens\":40,\"total_tokens\":240}}",
            WORDS);
    whole_size = sprintf(whole, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                         strlen(body), body);
    sprintf(made, FRAME, "{}", "\"stop\"");
    sprintf(event, "data: %s\n\n", made);
    last_size = as_chunk(last, event);
    last_size += as_chunk(last + last_size, "data: [DONE]\n\n");
    last_size += sprintf(last + last_size, "0\r\n\r\n");
}

static void send_all(int fd, const char *bytes, int size) {
    while (size > 0) {
        ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR) return; /* who asked has gone; epoll tells */
        if (sent > 0) bytes += sent, size -= sent;
    }
}

/* Send the token with this number: a word of sentences as a bot writes them, for gateways look at sentences. */
static void send_token(int fd, int number) {
    char delta[100], made[360], event[400], token[512];
    const char *word = number == tokens - 1 ? "Einde." : SAID[number % (sizeof SAID / sizeof *SAID)];
    sprintf(delta, "{%s\"content\":\"%s \"}", number ? "" : "\"role\":\"assistant\",", word);
    sprintf(made, FRAME, delta, "null");
    sprintf(event, "data: %s\n\n", made);
    send_all(fd, token, as_chunk(token, event));
}

static void hang_up(int fd) {
    free(connections[fd].read);
    memset(&connections[fd], 0, sizeof connections[fd]);
    close(fd);
}

static void answer(int fd, char *body) {
    struct connection *one = &connections[fd];
    if (!strstr(body, "\"stream\":true") && !strstr(body, "\"stream\": true")) {
        send_all(fd, whole, whole_size);
        return;
    }
    send_all(fd, STREAM_HEAD, sizeof STREAM_HEAD - 1);
    if (strstr(body, "\"slow\"")) {
        send_token(fd, 0);
        one->left = tokens;
        return;
    }
    for (int count = 0; count < tokens; count++) send_token(fd, count);
    send_all(fd, last, last_size);
}

/* Answer the request at the front of what was read, if it is whole. Requests are not pipelined. */
static int take(int fd) {
    struct connection *one = &connections[fd];
    one->read[one->size] = 0;
    char *end = strstr(one->read, "\r\n\r\n");
    if (!end) return one->size < LONGEST - 1;
    char *length = strcasestr(one->read, "\r\ncontent-length:");
    int wanted = length && length < end ? atoi(length + 17) : 0;
    int head = end + 4 - one->read;
    if (head + wanted >= LONGEST) return 0;
    if (one->size < head + wanted) return 1;
    answer(fd, one->read + head);
    one->size = 0;
    return 1;
}

static int readable(int fd) {
    struct connection *one = &connections[fd];
    if (!one->read) one->read = malloc(LONGEST);
    ssize_t got = recv(fd, one->read + one->size, LONGEST - 1 - one->size, 0);
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    one->size += got;
    return got > 0 && take(fd);
}

static void tick(void) {
    for (int fd = 0; fd < MOST; fd++) {
        if (!connections[fd].left) continue;
        if (--connections[fd].left) send_token(fd, tokens - connections[fd].left);
        else send_all(fd, last, last_size);
    }
}

int main(int count, char **said) {
    if (count != 4) return fprintf(stderr, "upstream PORT TICK_MS TOKENS\n"), 2;
    int on = 1, ticks = atoi(said[2]);
    tokens = atoi(said[3]);
    struct rlimit files = {MOST, MOST};
    setrlimit(RLIMIT_NOFILE, &files);
    prepare();
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), waiting = epoll_create1(0);
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(atoi(said[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct itimerspec every = {{ticks / 1000, ticks % 1000 * 1000000L}, {ticks / 1000, ticks % 1000 * 1000000L}};
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listening, (struct sockaddr *)&place, sizeof place) || listen(listening, MOST)) return perror("upstream"), 1;
    timerfd_settime(timer, 0, &every, NULL);
    struct epoll_event event = {EPOLLIN, {.fd = listening}}, events[256];
    epoll_ctl(waiting, EPOLL_CTL_ADD, listening, &event);
    event.data.fd = timer;
    epoll_ctl(waiting, EPOLL_CTL_ADD, timer, &event);
    puts("ready");
    fflush(stdout);
    for (;;) {
        int found = epoll_wait(waiting, events, 256, -1);
        for (int at = 0; at < found; at++) {
            int fd = events[at].data.fd;
            if (fd == timer) {
                unsigned long long passed;
                if (read(timer, &passed, sizeof passed) > 0) tick();
            } else if (fd == listening) {
                int met;
                while ((met = accept4(listening, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                    if (met >= MOST) { close(met); continue; }
                    setsockopt(met, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    event.data.fd = met;
                    epoll_ctl(waiting, EPOLL_CTL_ADD, met, &event);
                }
            } else if (!readable(fd)) {
                hang_up(fd);
            }
        }
    }
}
