// SPDX-License-Identifier: Apache-2.0
#include "matrix.h"

#include "nvml_abi.h"
#include "scenario_parts.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_COLUMNS = 160, MAX_LINE = 4096 };

enum affinity { CPU_AFFINITY, NUMA_AFFINITY, GPU_NUMA_ID, AFFINITIES };
static const char *const affinity_titles[AFFINITIES] = {"CPU Affinity", "NUMA Affinity", "GPU NUMA ID"};

/* The columns before the affinities: for each the GPU it stands for, -1 for a NIC. */
struct columns {
    int gpu[MAX_COLUMNS];
    int count;
    enum affinity affinities[AFFINITIES]; /* the columns after them, as they come */
    int affinity_count;
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

/* Notes the columns of affinities, any of which may be missing, and cuts them off. */
static void take_titles(char *line, struct columns *columns)
{
    char *first = line + strlen(line), *at[AFFINITIES];
    columns->affinity_count = 0;
    for (int a = 0; a < AFFINITIES; a++) {
        at[a] = strstr(line, affinity_titles[a]);
        if (at[a] && at[a] < first)
            first = at[a];
    }
    for (char *from = first; *from; from++)
        for (int a = 0; a < AFFINITIES; a++)
            if (from == at[a])
                columns->affinities[columns->affinity_count++] = (enum affinity)a;
    *first = 0;
}

static void read_header(char *line, struct columns *columns, struct matrix *m)
{
    struct words words;
    take_titles(line, columns);
    for (int i = 0; i < columns->affinity_count; i++)
        m->has_cpus |= columns->affinities[i] == CPU_AFFINITY;
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

static bool read_affinities(struct matrix_row *row, const struct words *words, int first, const struct columns *columns,
                            bool has_cpus)
{
    const char *cells[AFFINITIES] = {"", "", ""};
    int count = 0, next = 0;
    for (int i = first; i < words->count && count < columns->affinity_count; i++)
        if (*words->word[i] || (count == 0 && has_cpus))
            cells[count++] = words->word[i];
    /* One cell less than columns, and the first is a single number: the CPU affinity is empty. */
    bool no_cpus = has_cpus && count == columns->affinity_count - 1 && !strpbrk(cells[0], "-,");
    row->gpu_numa_id = -1;
    for (int i = 0; i < columns->affinity_count; i++) {
        enum affinity affinity = columns->affinities[i];
        const char *cell = (affinity == CPU_AFFINITY && no_cpus) || next == AFFINITIES ? "" : cells[next++];
        if (!*cell || !strcmp(cell, "N/A"))
            continue;
        if (affinity == CPU_AFFINITY)
            snprintf(row->cpus, sizeof row->cpus, "%s", cell);
        else if (affinity == GPU_NUMA_ID)
            row->gpu_numa_id = atoi(cell);
        else if (!parse_numa_nodes(cell, &row->numa_nodes))
            return false;
    }
    return true;
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
    if (!read_affinities(&m->rows[gpu], &words, 1 + columns->count, columns, m->has_cpus)) {
        snprintf(fault, size, "row %s has a NUMA affinity that is no list of nodes below 64", words.word[0]);
        return false;
    }
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
