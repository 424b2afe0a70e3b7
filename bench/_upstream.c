/* A bot as fast as a machine allows: answers every request on kept-alive connections with the same chat completion.
 * cc -O2 -o upstream bench/_upstream.c && ./upstream PORT
 * A request that asks for a stream gets ten chunks at once. One thread, epoll. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 8192
#define ROOM 65536

static char *whole, *streamed;
static char *rooms[MOST];
static int filled[MOST];

static void prepare(void) {
  const char *body = "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
    "{\"role\":\"assistant\",\"content\":\"Uw termijnbedrag is 120 euro per maand. U past het zelf aan in uw account, bij "
    "Betalen. Kan ik nog iets voor u doen?\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":9,"
    "\"total_tokens\":18}}";
  whole = malloc(4096);
  sprintf(whole, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", strlen(body), body);
  char *events = malloc(8192), *at = events;
  const char *frame = "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
    "\"delta\":{\"content\":\"%s\"},\"finish_reason\":%s}]}\n\n";
  for (int n = 0; n < 10; n++) at += sprintf(at, frame, n == 9 ? "euro." : "Uw bedrag is ", "null");
  at += sprintf(at, frame, "", "\"stop\"");
  at += sprintf(at, "data: [DONE]\n\n");
  streamed = malloc(16384);
  sprintf(streamed, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: %zu\r\n\r\n%s", strlen(events), events);
}

/* The length of a complete request at the beginning of a room; 0 when more has to come. */
static int complete(const char *room, int size) {
  const char *end = memmem(room, size, "\r\n\r\n", 4);
  if (!end) return 0;
  const char *length = strcasestr(room, "content-length:");
  int body = length && length < end ? atoi(length + 15) : 0;
  int all = (int)(end - room) + 4 + body;
  return all <= size ? all : 0;
}

int main(int count, char **words) {
  prepare();
  int listening = socket(AF_INET, SOCK_STREAM, 0), yes = 1, polling = epoll_create1(0);
  setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (count != 2 || bind(listening, (void *)&here, sizeof here) || listen(listening, 1024)) return perror("upstream"), 1;
  struct epoll_event wanted = {.events = EPOLLIN, .data.fd = listening}, happened[256];
  epoll_ctl(polling, EPOLL_CTL_ADD, listening, &wanted);
  for (;;) {
    int ready = epoll_wait(polling, happened, 256, -1);
    for (int n = 0; n < ready; n++) {
      int one = happened[n].data.fd;
      if (one == listening) {
        int come = accept(listening, NULL, NULL);
        if (come < 0 || come >= MOST) { if (come >= 0) close(come); continue; }
        setsockopt(come, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (!rooms[come]) rooms[come] = malloc(ROOM);
        filled[come] = 0;
        wanted = (struct epoll_event){.events = EPOLLIN, .data.fd = come};
        epoll_ctl(polling, EPOLL_CTL_ADD, come, &wanted);
        continue;
      }
      int got = read(one, rooms[one] + filled[one], ROOM - 1 - filled[one]);
      if (got <= 0) { close(one); continue; }
      filled[one] += got;
      rooms[one][filled[one]] = 0;
      for (int size; (size = complete(rooms[one], filled[one]));) {
        char *answer = memmem(rooms[one], size, "\"stream\":true", 13) ? streamed : whole;
        if (write(one, answer, strlen(answer)) < 0 && errno != EAGAIN) break;
        memmove(rooms[one], rooms[one] + size, filled[one] - size);
        filled[one] -= size;
      }
    }
  }
}
