#include "matrix.h"

#include "nvml_abi.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_COLUMNS = 160, MAX_LINE = 4096 };

/* The columns before the affinities: for each the GPU it stands for, -1 for a NIC. */
struct columns {
    int gpu[MAX_COLUMNS];
    int count;
    int affinities; /* columns after them: CPU Affinity, NUMA Affinity, GPU NUMA ID */
};

struct words {
    char *word[MAX_COLUMNS];
    int count;
};

/* Cells are parted by tabs when there are any (a cell may then be empty), else by blanks. */
static void split(char *line, struct words *words)
{
    bool tabs = strchr(line, '\t');
    words->count = 0;
    for (char *rest = line, *word; (word = strsep(&rest, tabs ? "\t" : " ")) && words->count < MAX_COLUMNS;) {
        word += strspn(word, " ");
        word[strcspn(word, " \r")] = 0;
        if (*word || (tabs && words->count))
            words->word[words->count++] = word;
    }
}

static int gpu_number(const char *word)
{
    char *end;
    if (strncmp(word, "GPU", 3) || !word[3])
        return -1;
    long number = strtol(word + 3, &end, 10);
    return *end || number < 0 || number >= MAX_DEVICES ? -1 : (int)number;
}

static int count_of(const char *text, const char *part)
{
    int count = 0;
    while ((text = strstr(text, part))) {
        count++;
        text += strlen(part);
    }
    return count;
}

static void read_header(char *line, struct columns *columns, struct matrix *m)
{
    struct words words;
    columns->affinities = count_of(line, "CPU Affinity") + count_of(line, "NUMA Affinity") + count_of(line, "GPU NUMA ID");
    char *end = strstr(line, "CPU Affinity");
    m->has_cpus = end;
    if (end)
        *end = 0;
    split(line, &words);
    columns->count = 0;
    for (int i = 0; i < words.count; i++) {
        if (!*words.word[i])
            continue;
        int gpu = gpu_number(words.word[i]);
        columns->gpu[columns->count++] = gpu;
        if (gpu >= m->gpus)
            m->gpus = gpu + 1;
    }
}

static bool read_cell(const char *word, struct matrix_cell *cell)
{
    static const struct choice levels[] = {{"PIX", NVML_TOPOLOGY_SINGLE},
                                           {"PXB", NVML_TOPOLOGY_MULTIPLE},
                                           {"PHB", NVML_TOPOLOGY_HOSTBRIDGE},
                                           {"NODE", NVML_TOPOLOGY_NODE},
                                           {"SYS", NVML_TOPOLOGY_SYSTEM},
                                           {"X", -1},
                                           {NULL, 0}};
    char *end;
    *cell = (struct matrix_cell){-1, 0};
    if (!strncmp(word, "NV", 2)) {
        cell->links = (int)strtol(word + 2, &end, 10);
        return end != word + 2 && !*end && cell->links >= 1 && cell->links <= MAX_LINKS;
    }
    for (const struct choice *level = levels; level->name; level++)
        if (!strcmp(level->name, word)) {
            cell->level = (int)level->value;
            return true;
        }
    return false;
}

static void read_affinities(struct matrix_row *row, const struct words *words, int first, int expected)
{
    const char *rest[3] = {"", "", ""};
    int count = 0;
    for (int i = first; i < words->count && count < 3; i++)
        if (*words->word[i] || count == 0)
            rest[count++] = words->word[i];
    /* One word less than columns, and the first is a single number: the CPU affinity is empty. */
    int skip = expected && count == expected - 1 && !strpbrk(rest[0], "-,") ? 1 : 0;
    const char *cpus = skip ? "" : rest[0], *numa = rest[1 - skip], *own = rest[2 - skip];
    snprintf(row->cpus, sizeof row->cpus, "%s", strcmp(cpus, "N/A") ? cpus : "");
    row->numa_node = *numa && strcmp(numa, "N/A") ? atoi(numa) : -1;
    row->gpu_numa_id = *own && strcmp(own, "N/A") ? atoi(own) : -1;
}

static bool read_row(char *line, const struct columns *columns, struct matrix *m, char *fault, size_t size)
{
    struct words words;
    split(line, &words);
    int gpu = words.count ? gpu_number(words.word[0]) : -1;
    if (gpu < 0)
        return true;
    if (gpu >= m->gpus || words.count < 1 + columns->count) {
        snprintf(fault, size, "row %s has fewer cells than the header, or is not in it", words.word[0]);
        return false;
    }
    for (int i = 0; i < columns->count; i++)
        if (columns->gpu[i] >= 0 && !read_cell(words.word[1 + i], &m->cells[gpu][columns->gpu[i]])) {
            snprintf(fault, size, "row %s has the cell %s", words.word[0], words.word[1 + i]);
            return false;
        }
    m->rows[gpu].present = true;
    read_affinities(&m->rows[gpu], &words, 1 + columns->count, columns->affinities);
    return true;
}

static bool symmetric(const struct matrix *m, char *fault, size_t size)
{
    for (int i = 0; i < m->gpus; i++)
        for (int j = 0; j < i; j++)
            if (!m->rows[i].present || m->cells[i][j].links != m->cells[j][i].links ||
                m->cells[i][j].level != m->cells[j][i].level) {
                snprintf(fault, size, "GPU%d and GPU%d are not connected alike both ways", j, i);
                return false;
            }
    return true;
}

bool matrix_parse(const char *text, struct matrix *matrix, char *fault, size_t size)
{
    struct columns columns = {0};
    char line[MAX_LINE];
    *matrix = (struct matrix){0};
    while (*text) {
        size_t length = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        text += length + (text[length] == '\n');
        if (!line[strspn(line, " \t\r")])
            continue;
        if (!columns.count)
            read_header(line, &columns, matrix);
        else if (!read_row(line, &columns, matrix, fault, size))
            return false;
    }
    if (!matrix->gpus) {
        snprintf(fault, size, "no GPU0 GPU1 ... header");
        return false;
    }
    return symmetric(matrix, fault, size);
}
