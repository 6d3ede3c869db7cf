// SPDX-License-Identifier: Apache-2.0
/* Runs the target on every file of some folders, then on mutations of them, the same for the same seed. Where clang is installed,
 * `make fuzz` has libFuzzer do that, which looks for inputs that reach new code. */
#include <dirent.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILES = 1000, MAX_SIZE = 16384, MOST_CHANGES = 6 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct input {
    uint8_t *bytes;
    size_t size;
} inputs[MAX_FILES];
static size_t input_count;
static uint64_t state; /* of the numbers */
static const struct input *running;

static size_t below(size_t limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return limit ? (size_t)(state >> 33) % limit : 0;
}

static void read_input(const char *path)
{
    static uint8_t bytes[MAX_SIZE];
    FILE *in = fopen(path, "re");
    if (!in || input_count == MAX_FILES) {
        fprintf(stderr, "%s: cannot be taken as an input\n", path);
        exit(2);
    }
    struct input *input = &inputs[input_count++];
    input->size = fread(bytes, 1, sizeof bytes, in);
    input->bytes = malloc(MAX_SIZE);
    memcpy(input->bytes, bytes, input->size);
    fclose(in);
}

static void read_folder(const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (*entries[i]->d_name != '.')
            read_input(path);
        free(entries[i]);
    }
    if (count > 0)
        free(entries);
}

/* Puts `with` in the place of some bytes, as far as there is room. */
static void replace(struct input *input, size_t at, size_t length, const uint8_t *with, size_t size)
{
    if (input->size - length + size > MAX_SIZE)
        return;
    memmove(input->bytes + at + size, input->bytes + at + length, input->size - at - length);
    memcpy(input->bytes + at, with, size);
    input->size += size - length;
}

/* Where the word around a place begins and ends: a key or a value. */
static size_t word(const struct input *input, size_t *at)
{
    static const char ends[] = " \n:,{}[]";
    size_t end = *at;
    while (*at > 0 && !memchr(ends, input->bytes[*at - 1], sizeof ends))
        (*at)--;
    while (end < input->size && !memchr(ends, input->bytes[end], sizeof ends))
        end++;
    return end - *at;
}

/* A word becomes another word of any input, or a number at the edge of a type. */
static void exchange_word(struct input *input)
{
    static const char *const edges[] = {"0", "-1", "1e308", "1e-300", "nan", "9223372036854775807", "-9223372036854775808",
                                        "4294967296", "1e300d", "1e300GiB", "~", "[]", "{}", "''", "*a", "&a"};
    size_t at = below(input->size), length = word(input, &at);
    if (below(3)) {
        const struct input *other = &inputs[below(input_count)];
        size_t from = below(other->size), size = word(other, &from);
        replace(input, at, length, other->bytes + from, size);
    } else {
        const char *edge = edges[below(sizeof edges / sizeof *edges)];
        replace(input, at, length, (const uint8_t *)edge, strlen(edge));
    }
}

static void mutate(struct input *input)
{
    size_t at = below(input->size), length = below(input->size - at < 80 ? input->size - at + 1 : 80);
    const struct input *other = &inputs[below(input_count)];
    size_t from = below(other->size), size = below(other->size - from < 80 ? other->size - from + 1 : 80);
    switch (below(8)) {
    case 0:
        if (input->size)
            input->bytes[at] ^= (uint8_t)(1 << below(8));
        break;
    case 1: replace(input, at, length, input->bytes, 0); break;
    case 2: replace(input, at, 0, other->bytes + from, size); break;
    case 3: replace(input, at, length, other->bytes + from, size); break;
    default: exchange_word(input);
    }
}

/* A sanitizer ends the process by an abort or an exit; either way the input is kept. */
static void keep(void)
{
    if (!running)
        return;
    FILE *out = fopen("broken-input.yaml", "we");
    if (out && fwrite(running->bytes, 1, running->size, out) == running->size)
        fputs("the input is in broken-input.yaml\n", stderr);
    if (out)
        fclose(out);
}

static void keep_on_abort(int unused)
{
    (void)unused;
    keep();
}

void __sanitizer_set_death_callback(void (*callback)(void));

static void run(const struct input *input)
{
    running = input;
    LLVMFuzzerTestOneInput(input->bytes, input->size);
    running = NULL;
}

/* mutate SEED COUNT FOLDER… */
int main(int argc, char **argv)
{
    static uint8_t bytes[MAX_SIZE];
    if (argc < 4) {
        fputs("usage: mutate SEED COUNT FOLDER...\n", stderr);
        return 2;
    }
    state = strtoull(argv[1], NULL, 10);
    long long count = strtoll(argv[2], NULL, 10);
    for (int i = 3; i < argc; i++)
        read_folder(argv[i]);
    __sanitizer_set_death_callback(keep);
    signal(SIGABRT, keep_on_abort);
    for (size_t i = 0; i < input_count; i++)
        run(&inputs[i]);
    for (long long i = 0; input_count && i < count; i++) {
        const struct input *from = &inputs[below(input_count)];
        struct input input = {bytes, from->size};
        memcpy(bytes, from->bytes, from->size);
        for (size_t changes = 1 + below(MOST_CHANGES); changes; changes--)
            mutate(&input);
        run(&input);
    }
    for (size_t i = 0; i < input_count; i++)
        free(inputs[i].bytes);
    printf("%zu files and %lld mutations of them: each was played or refused\n", input_count, count);
    return input_count == 0;
}
