/*
 * The null forwarder: what this machine can do at best. It reads RTP in the clear and sends each
 * packet to every viewer of its stream with a header of its own, sealed by SRTP with a key of its
 * own, in as few sends as the kernel allows (UDP_SEGMENT). No sessions, no RTCP, no logic.
 *
 * Usage: null_forwarder gcm|cm       prints the UDP port of 127.0.0.1 that it listens at
 *
 * A datagram that begins with "NULL" adds viewers to a stream, and comes back once they are there:
 *
 *   "NULL" | stream (2 bytes) | index of the first viewer (4) | count (2) | count x (IPv4, port)
 *
 * The stream of a packet of RTP is (SSRC >> 1) & 0xffff. Viewer i has the master key that is i in
 * its last four bytes and 0x4b elsewhere, and a master salt of 0x5a.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/udp.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>
#include <sys/socket.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum {
    BATCH = 64,
    PACKET_MAX = 1500,
    HEADER = 12,
    STREAMS = 65536,
    SEGMENTS_MAX = 64,
    CHUNK_MAX = 65000,
    GCM_TAG = 16,
    CM_TAG = 10,
};

struct viewer {
    struct sockaddr_in address;
    EVP_CIPHER_CTX *cipher;
    EVP_MAC_CTX *mac;
    uint8_t salt[16];
    uint32_t ssrc;
    uint16_t sequence_offset;
    uint32_t timestamp_offset;
};

struct source {
    int started;
    uint64_t first;
    uint64_t highest;
};

struct stream {
    struct viewer *viewers;
    size_t count;
    struct source sources[2];
};

struct packet {
    const uint8_t *bytes;
    size_t length;
    uint64_t number;
    int kind;
};

static struct stream *streams[STREAMS];
static int gcm;
static int socket_fd;
static uint8_t chunk[BATCH * PACKET_MAX];
static size_t lengths[BATCH];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* --- Keys ------------------------------------------------------------------------------------ */

/* The key derivation of RFC 3711 with a rate of 0: key stream of AES-CM from salt and label. */
static void derive(const uint8_t *key, const uint8_t *salt, int label, uint8_t *out, int length) {
    uint8_t iv[16], zeros[32] = {0};
    int written;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    memcpy(iv, salt, 16);
    iv[7] ^= (uint8_t)label;
    if (!EVP_EncryptInit_ex(ctx, EVP_aes_128_ctr(), NULL, key, iv)
        || !EVP_EncryptUpdate(ctx, out, &written, zeros, length)) {
        fail("key derivation");
    }
    EVP_CIPHER_CTX_free(ctx);
}

static void make_keys(struct viewer *viewer, uint32_t index) {
    uint8_t master[16], salt[16] = {0}, key[16], authentication[20];
    memset(master, 0x4b, sizeof master);
    for (int i = 0; i < 4; i++) {
        master[12 + i] = (uint8_t)(index >> (24 - 8 * i));
    }
    memset(salt, 0x5a, gcm ? 12 : 14);
    derive(master, salt, 0, key, 16);
    memset(viewer->salt, 0, sizeof viewer->salt);
    derive(master, salt, 2, viewer->salt, gcm ? 12 : 14);
    viewer->cipher = EVP_CIPHER_CTX_new();
    if (!EVP_EncryptInit_ex(
            viewer->cipher, gcm ? EVP_aes_128_gcm() : EVP_aes_128_ctr(), NULL, key, NULL)) {
        fail("cipher");
    }
    if (!gcm) {
        char digest[] = "SHA1";
        OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
            OSSL_PARAM_construct_end(),
        };
        EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
        derive(master, salt, 1, authentication, 20);
        viewer->mac = EVP_MAC_CTX_new(hmac);
        if (!EVP_MAC_init(viewer->mac, authentication, 20, parameters)) {
            fail("HMAC");
        }
        EVP_MAC_free(hmac);
    }
}

/* --- Control --------------------------------------------------------------------------------- */

static uint32_t read_number(const uint8_t *bytes, int length) {
    uint32_t number = 0;
    for (int i = 0; i < length; i++) {
        number = number << 8 | bytes[i];
    }
    return number;
}

static void add_viewer(struct stream *stream, uint32_t index, const uint8_t *address) {
    stream->viewers = realloc(stream->viewers, (stream->count + 1) * sizeof *stream->viewers);
    if (!stream->viewers) {
        fail("memory");
    }
    struct viewer *viewer = &stream->viewers[stream->count++];
    memset(viewer, 0, sizeof *viewer);
    viewer->address.sin_family = AF_INET;
    memcpy(&viewer->address.sin_addr, address, 4);
    memcpy(&viewer->address.sin_port, address + 4, 2);
    viewer->ssrc = 0x20000000u + index * 2;
    viewer->sequence_offset = (uint16_t)(index * 7);
    viewer->timestamp_offset = index * 1001;
    make_keys(viewer, index);
}

static void control(const uint8_t *bytes, size_t length, const struct sockaddr_in *from) {
    if (length < 12) {
        return;
    }
    uint32_t number = read_number(bytes + 4, 2);
    uint32_t index = read_number(bytes + 6, 4);
    uint32_t count = read_number(bytes + 10, 2);
    if (length < 12 + 6 * (size_t)count) {
        return;
    }
    if (!streams[number]) {
        streams[number] = calloc(1, sizeof(struct stream));
    }
    for (uint32_t i = 0; i < count; i++) {
        add_viewer(streams[number], index + i, bytes + 12 + 6 * i);
    }
    sendto(socket_fd, bytes, length, 0, (const struct sockaddr *)from, sizeof *from);
}

/* --- Forwarding ------------------------------------------------------------------------------ */

static void write_number(uint8_t *bytes, uint32_t number, int length) {
    for (int i = length - 1; i >= 0; i--) {
        bytes[i] = (uint8_t)number;
        number >>= 8;
    }
}

/* Writes header, sealed payload and tag; returns their length. */
static size_t seal(struct viewer *viewer, const struct packet *packet, uint8_t *out) {
    uint64_t number = packet->number + viewer->sequence_offset;
    uint32_t ssrc = viewer->ssrc + (uint32_t)packet->kind;
    size_t payload = packet->length - HEADER;
    uint8_t iv[16];
    int written;

    memcpy(out, packet->bytes, 2);
    write_number(out + 2, (uint32_t)number & 0xffff, 2);
    write_number(out + 4, read_number(packet->bytes + 4, 4) + viewer->timestamp_offset, 4);
    write_number(out + 8, ssrc, 4);

    int end = gcm ? 12 : 14;
    memcpy(iv, viewer->salt, 16);
    for (int i = 0; i < 4; i++) {
        iv[end - 7 - i] ^= (uint8_t)(ssrc >> (8 * i));
    }
    for (int i = 0; i < 6; i++) {
        iv[end - 1 - i] ^= (uint8_t)(number >> (8 * i));
    }
    EVP_EncryptInit_ex(viewer->cipher, NULL, NULL, NULL, iv);
    if (gcm) {
        EVP_EncryptUpdate(viewer->cipher, NULL, &written, out, HEADER);
        EVP_EncryptUpdate(
            viewer->cipher, out + HEADER, &written, packet->bytes + HEADER, (int)payload);
        EVP_EncryptFinal_ex(viewer->cipher, out + HEADER + written, &written);
        EVP_CIPHER_CTX_ctrl(
            viewer->cipher, EVP_CTRL_GCM_GET_TAG, GCM_TAG, out + packet->length);
        return packet->length + GCM_TAG;
    }
    uint8_t roll_over[4], tag[20];
    size_t tag_length;
    EVP_EncryptUpdate(viewer->cipher, out + HEADER, &written, packet->bytes + HEADER, (int)payload);
    write_number(roll_over, (uint32_t)(number >> 16), 4);
    EVP_MAC_init(viewer->mac, NULL, 0, NULL);
    EVP_MAC_update(viewer->mac, out, packet->length);
    EVP_MAC_update(viewer->mac, roll_over, 4);
    EVP_MAC_final(viewer->mac, tag, &tag_length, sizeof tag);
    memcpy(out + packet->length, tag, CM_TAG);
    return packet->length + CM_TAG;
}

/* Equal-sized packets, of which the last may be shorter, in one send. */
static void send_run(struct viewer *viewer, uint8_t *bytes, size_t total, size_t segment) {
    struct iovec vector = {bytes, total};
    union {
        char bytes[CMSG_SPACE(sizeof(uint16_t))];
        struct cmsghdr align;
    } control;
    struct msghdr message = {
        .msg_name = &viewer->address,
        .msg_namelen = sizeof viewer->address,
        .msg_iov = &vector,
        .msg_iovlen = 1,
    };
    if (total > segment) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = IPPROTO_UDP;
        header->cmsg_type = UDP_SEGMENT;
        header->cmsg_len = CMSG_LEN(sizeof(uint16_t));
        uint16_t size = (uint16_t)segment;
        memcpy(CMSG_DATA(header), &size, sizeof size);
    }
    sendmsg(socket_fd, &message, 0);
}

static void send_all(struct viewer *viewer, int count) {
    uint8_t *at = chunk;
    for (int i = 0; i < count;) {
        size_t segment = lengths[i], total = segment;
        int next = i + 1;
        while (next < count && lengths[next] <= segment && next - i < SEGMENTS_MAX
               && total + lengths[next] <= CHUNK_MAX) {
            total += lengths[next++];
            if (lengths[next - 1] < segment) {
                break;
            }
        }
        send_run(viewer, at, total, segment);
        at += total;
        i = next;
    }
}

static void forward(struct stream *stream, const struct packet *packets, int count) {
    for (size_t v = 0; v < stream->count; v++) {
        uint8_t *at = chunk;
        for (int i = 0; i < count; i++) {
            lengths[i] = seal(&stream->viewers[v], &packets[i], at);
            at += lengths[i];
        }
        send_all(&stream->viewers[v], count);
    }
}

/* Numbers a packet by more than 16 bits, from 0 for the first of its source. */
static void number(struct source *source, struct packet *packet) {
    uint16_t sequence = (uint16_t)read_number(packet->bytes + 2, 2);
    if (!source->started) {
        source->started = 1;
        source->first = source->highest = 65536u + sequence;
    }
    uint64_t extended = source->highest + (int16_t)(sequence - (uint16_t)source->highest);
    if (extended > source->highest) {
        source->highest = extended;
    }
    packet->number = extended - source->first;
}

int main(int argc, char **argv) {
    static uint8_t buffers[BATCH][PACKET_MAX];
    static struct mmsghdr messages[BATCH];
    static struct iovec vectors[BATCH];
    static struct sockaddr_in sources[BATCH];
    struct sockaddr_in local = {.sin_family = AF_INET};
    socklen_t local_length = sizeof local;
    int size = 4 << 20;

    if (argc != 2 || (strcmp(argv[1], "gcm") && strcmp(argv[1], "cm"))) {
        fprintf(stderr, "usage: null_forwarder gcm|cm\n");
        return 2;
    }
    gcm = !strcmp(argv[1], "gcm");
    /* It never outlives the generator. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    socket_fd = socket(AF_INET, SOCK_DGRAM, 0);
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(socket_fd, (struct sockaddr *)&local, sizeof local) < 0
        || getsockname(socket_fd, (struct sockaddr *)&local, &local_length) < 0) {
        fail("bind");
    }
    if (setsockopt(socket_fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) < 0) {
        setsockopt(socket_fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    }
    if (setsockopt(socket_fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size) < 0) {
        setsockopt(socket_fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    }
    printf("%d\n", ntohs(local.sin_port));
    fflush(stdout);

    for (;;) {
        struct packet packets[BATCH];
        struct stream *burst = NULL;
        int count = 0;
        for (int i = 0; i < BATCH; i++) {
            vectors[i] = (struct iovec){buffers[i], PACKET_MAX - GCM_TAG};
            messages[i].msg_hdr = (struct msghdr){
                .msg_name = &sources[i],
                .msg_namelen = sizeof sources[i],
                .msg_iov = &vectors[i],
                .msg_iovlen = 1,
            };
        }
        int received = recvmmsg(socket_fd, messages, BATCH, MSG_WAITFORONE, NULL);
        for (int i = 0; i < received; i++) {
            struct packet packet = {.bytes = buffers[i], .length = messages[i].msg_len};
            if (packet.length >= 4 && !memcmp(packet.bytes, "NULL", 4)) {
                control(packet.bytes, packet.length, &sources[i]);
                continue;
            }
            if (packet.length <= HEADER) {
                continue;
            }
            uint32_t ssrc = read_number(packet.bytes + 8, 4);
            struct stream *stream = streams[ssrc >> 1 & 0xffff];
            if (!stream) {
                continue;
            }
            packet.kind = (int)(ssrc & 1);
            number(&stream->sources[packet.kind], &packet);
            if (stream != burst && count > 0) {
                forward(burst, packets, count);
                count = 0;
            }
            burst = stream;
            packets[count++] = packet;
        }
        if (count > 0) {
            forward(burst, packets, count);
        }
    }
}
