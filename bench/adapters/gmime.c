/*
 * GMime on one input; same protocol as worker.mjs, except that the facts are compared by the caller: FILE MBOX BUDGET_MS SIZE...
 * Or its quoted-printable: FILE decode|encode BUDGET_MS OUTPUT_FILE.
 */

#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { SUBJECTS, FROMS, TEXTS, HTMLS, CONTENTS, TO, WORDS, HASHES };
static const char *names[HASHES] = {"subjects", "froms", "texts", "htmls", "contents", "to", "words"};

typedef struct {
  long messages, attachments, bytes, addresses;
  GChecksum *hash[HASHES];
} Facts;

static double cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

/* The high-water mark of resident memory in KiB; getrusage's is inherited from the parent. `settle` brings it down to what is resident now. */
static long peak(int settle) {
  FILE *refs = settle ? fopen("/proc/self/clear_refs", "w") : NULL, *status = fopen("/proc/self/status", "r");
  char line[256];
  long kib = 0;
  if (refs) {
    fputs("5", refs);
    fclose(refs);
  }
  if (status) {
    while (fgets(line, sizeof line, status))
      if (sscanf(line, "VmHWM: %ld", &kib) == 1) break;
    fclose(status);
  }
  return kib;
}

static void put(Facts *facts, int which, const char *text, long length) {
  g_checksum_update(facts->hash[which], (const guchar *)text, length);
}

/* CRLF to LF and no line ends at the end, as inputs/facts.mjs does; of texts, that of each run of line ends one stays and none at either end. */
static void putText(Facts *facts, int which, const char *text) {
  size_t length = text ? strlen(text) : 0, to = 0;
  char *copy = g_malloc(length + 1);
  for (size_t at = 0; at < length; at++) {
    if (text[at] == '\r' && text[at + 1] == '\n') continue;
    if (which == TEXTS && text[at] == '\n' && (to == 0 || copy[to - 1] == '\n')) continue;
    copy[to++] = text[at];
  }
  while (to > 0 && copy[to - 1] == '\n') to--;
  copy[to] = 0;
  put(facts, which, copy, to + 1);
  g_free(copy);
}

typedef struct {
  Facts *facts;
  char *text, *html;
} Reading;

static void readPart(GMimeObject *parent, GMimeObject *object, gpointer data) {
  Reading *reading = data;
  (void)parent;
  if (!GMIME_IS_PART(object)) return;
  GMimePart *part = GMIME_PART(object);
  if (GMIME_IS_TEXT_PART(object) && !g_mime_part_is_attachment(part)) {
    char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(object));
    char **slot = g_mime_content_type_is_type(g_mime_object_get_content_type(object), "text", "html") ? &reading->html : &reading->text;
    /* Several texts of one kind are one, in order. */
    char *before = *slot;
    *slot = before ? g_strconcat(before, "\n", text, NULL) : text;
    if (before) {
      g_free(before);
      g_free(text);
    }
    return;
  }
  GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
  GMimeStream *memory = g_mime_stream_mem_new();
  g_mime_data_wrapper_write_to_stream(wrapper, memory);
  GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
  if (reading->facts) {
    char *hex = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes->data, bytes->len);
    reading->facts->attachments++;
    reading->facts->bytes += bytes->len;
    put(reading->facts, CONTENTS, hex, 64);
    g_free(hex);
  }
  g_object_unref(memory);
}

static void readMessage(GMimeMessage *message, Facts *facts) {
  GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
  int count = g_mime_header_list_get_count(headers);
  for (int i = 0; i < count; i++) {
    GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
    const char *value = g_mime_header_get_value(header);
    if (facts && g_str_has_prefix(g_mime_header_get_name(header), "X-Word-")) {
      put(facts, WORDS, value, -1);
      put(facts, WORDS, "\n", 1);
    }
  }
  const char *subject = g_mime_message_get_subject(message);
  InternetAddressList *from = g_mime_message_get_from(message), *to = g_mime_message_get_to(message);
  Reading reading = {facts, NULL, NULL};
  GMimeObject *body = g_mime_message_get_mime_part(message);
  if (GMIME_IS_MULTIPART(body)) g_mime_multipart_foreach(GMIME_MULTIPART(body), readPart, &reading);
  else readPart(NULL, body, &reading);
  if (facts) {
    facts->messages++;
    put(facts, SUBJECTS, subject ? subject : "", -1);
    put(facts, SUBJECTS, "\n", 1);
    if (internet_address_list_length(from) > 0)
      put(facts, FROMS, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(internet_address_list_get_address(from, 0))), -1);
    put(facts, FROMS, "\n", 1);
    putText(facts, TEXTS, reading.text);
    putText(facts, HTMLS, reading.html);
    for (int i = 0; i < internet_address_list_length(to); i++) {
      InternetAddress *address = internet_address_list_get_address(to, i);
      const char *name = internet_address_get_name(address);
      char *line = g_strdup_printf("%s <%s>\n", name ? name : "", internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
      facts->addresses++;
      put(facts, TO, line, -1);
      g_free(line);
    }
  }
  g_free(reading.text);
  g_free(reading.html);
}

static void work(const char *data, long length, int mbox, long *sizes, int count, Facts *facts) {
  long at = 0;
  for (int i = 0; mbox ? i == 0 : i < count; i++) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data + at, mbox ? length : sizes[i]);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    if (mbox) g_mime_parser_set_format(parser, GMIME_FORMAT_MBOX);
    do {
      GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
      if (!message) break;
      readMessage(message, facts);
      g_object_unref(message);
    } while (mbox && !g_mime_parser_eos(parser));
    g_object_unref(parser);
    g_object_unref(stream);
    if (!mbox) at += sizes[i];
  }
}

static int ascending(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return difference < 0 ? -1 : difference > 0;
}

static int codec(const char *data, gsize length, int encode, double budget, const char *file) {
  char *out = g_malloc(4 * length + 1024);
  double figures[15], started = cpu();
  gsize size = 0;
  int runs = 0;
  while (runs == 0 || (runs < 15 && cpu() - started < budget)) {
    double from = cpu();
    int repeat = 0;
    do {
      GMimeEncoding state;
      if (encode) g_mime_encoding_init_encode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
      else g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
      size = g_mime_encoding_flush(&state, data, length, out);
      repeat++;
    } while (cpu() - from < 40);
    figures[runs++] = (cpu() - from) / repeat;
  }
  qsort(figures, runs, sizeof *figures, ascending);
  g_file_set_contents(file, out, size, NULL);
  printf("%f\n", length / 1000.0 / figures[runs / 2]);
  return 0;
}

int main(int argc, char **argv) {
  char *data;
  gsize length;
  if (argc < 5 || !g_file_get_contents(argv[1], &data, &length, NULL)) return 2;
  if (argv[2][0] == 'd' || argv[2][0] == 'e') {
    g_mime_init();
    return codec(data, length, argv[2][0] == 'e', atof(argv[3]), argv[4]);
  }
  int mbox = atoi(argv[2]), count = argc - 4;
  double budget = atof(argv[3]), figures[15];
  long *sizes = g_new(long, count);
  for (int i = 0; i < count; i++) sizes[i] = atol(argv[4 + i]);
  g_mime_init();
  long before = peak(1);
  work(data, length, mbox, sizes, count, NULL);
  long growth = peak(0) - before;
  Facts facts = {0};
  for (int i = 0; i < HASHES; i++) facts.hash[i] = g_checksum_new(G_CHECKSUM_SHA256);
  work(data, length, mbox, sizes, count, &facts);
  int runs = 0, repeat = 1;
  double started = cpu();
  while (runs == 0 || (runs < 15 && cpu() - started < budget)) {
    double from = cpu();
    for (int i = 0; i < repeat; i++) work(data, length, mbox, sizes, count, NULL);
    double spent = cpu() - from;
    if (spent < 40 && repeat < 4096) repeat *= 4;
    else figures[runs++] = spent / repeat;
  }
  qsort(figures, runs, sizeof *figures, ascending);
  printf("{\"ms\":%f,\"runs\":%d,\"growthMB\":%f,\"found\":{\"messages\":%ld,\"attachments\":%ld,\"attachmentBytes\":%ld,\"addresses\":%ld",
         figures[runs / 2], runs * repeat, growth / 1024.0, facts.messages, facts.attachments, facts.bytes, facts.addresses);
  for (int i = 0; i < HASHES; i++) printf(",\"%s\":\"%.16s\"", names[i], g_checksum_get_string(facts.hash[i]));
  puts("}}");
  return 0;
}
