// SPDX-License-Identifier: Apache-2.0
/* The topology block: NVLinks, PCIe levels, and the affinities a matrix states. */
#include "matrix.h"
#include "nvml_abi.h"
#include "scenario_parts.h"

#include <stdlib.h>
#include <string.h>

enum link_shape { SHAPE_NONE, SHAPE_DIRECT, SHAPE_SWITCH };

static bool read_matrix(struct builder *b, const struct at *at, struct matrix *m)
{
    char fault[200] = "";
    if (!matrix_parse(text_of(at), m, fault, sizeof fault)) {
        problem(at, "use the layout of nvidia-smi topo -m, in a block text", "not a connection matrix: %s", fault);
        return false;
    }
    if (m->gpus != b->scenario->device_count) {
        problem(at, "give a row and a column for each device", "has %d GPUs, the node has %d", m->gpus, b->scenario->device_count);
        return false;
    }
    return true;
}

/* What is not said: one bridge between GPUs of a NUMA node, the sockets' link between others. */
static void default_levels(struct scenario *s, struct topology *topology)
{
    for (int i = 0; i < s->device_count; i++)
        for (int j = 0; j < s->device_count; j++)
            topology->level[i][j] = i == j                                                     ? NVML_TOPOLOGY_INTERNAL
                                    : s->devices[i].id.numa_nodes == s->devices[j].id.numa_nodes ? NVML_TOPOLOGY_NODE
                                                                                               : NVML_TOPOLOGY_SYSTEM;
}

static void take_levels(const struct matrix *m, struct topology *topology)
{
    for (int i = 0; i < m->gpus; i++)
        for (int j = 0; j < m->gpus; j++)
            if (i != j && m->cells[i][j].level >= 0)
                topology->level[i][j] = (unsigned char)m->cells[i][j].level;
}

/* The affinities of the matrix count where the device states none. */
static void take_affinities(struct scenario *s, const struct matrix *m, const struct at *at)
{
    for (int i = 0; i < m->gpus; i++) {
        struct identity *id = &s->devices[i].id;
        const struct matrix_row *row = &m->rows[i];
        if (!id->cpus.known && m->has_cpus && !parse_cpu_list(row->cpus, &id->cpus))
            problem(at, "write it like 0-55,112-167", "GPU%d: %s is no list of CPUs", i, row->cpus);
        if (!id->numa_nodes)
            id->numa_nodes = row->numa_nodes;
        if (row->gpu_numa_id >= 0 && id->gpu_numa_id == UNKNOWN)
            id->gpu_numa_id = row->gpu_numa_id;
    }
}

static void too_many(const struct at *at, int gpu, int links, const struct model *model)
{
    problem(at, "write fewer", "GPU%d would need %d NVLinks, %s has %lld", gpu, links, model->name, model->links);
}

/* Direct links are numbered from 0 by peer, the k-th to a peer meets the peer's k-th back. */
static void connect_directly(struct scenario *s, const struct matrix *m, const struct at *at)
{
    int next[MAX_DEVICES] = {0};
    for (int i = 0; i < m->gpus; i++)
        for (int j = i + 1; j < m->gpus; j++)
            for (int k = 0; k < m->cells[i][j].links; k++) {
                int a = next[i]++, c = next[j]++;
                if (a >= MAX_LINKS || c >= MAX_LINKS)
                    continue;
                s->devices[i].id.links[a] = (struct nvlink){LINK_GPU, j, c};
                s->devices[j].id.links[c] = (struct nvlink){LINK_GPU, i, a};
            }
    for (int i = 0; i < m->gpus; i++)
        if (next[i] > s->devices[i].id.model->links)
            too_many(at, i, next[i], s->devices[i].id.model);
}

/* NVSwitches of one baseboard, by NVLink generation. */
static int switches_of(const struct model *model)
{
    if (model->link_version >= NVML_NVLINK_VERSION_5_0)
        return 2;
    return model->link_version >= NVML_NVLINK_VERSION_4_0 ? 4 : 6;
}

static void connect_to_switches(struct scenario *s, const struct matrix *m, const struct at *at)
{
    for (int i = 0; i < m->gpus; i++) {
        struct identity *id = &s->devices[i].id;
        int links = 0;
        for (int j = 0; j < m->gpus; j++)
            if (m->cells[i][j].links > links)
                links = m->cells[i][j].links;
        if (links > id->model->links)
            too_many(at, i, links, id->model);
        for (int k = 0; k < links; k++)
            id->links[k] = (struct nvlink){LINK_SWITCH, k % switches_of(id->model), i * MAX_LINKS + k};
    }
}

/* Without the key: every pair has every link only behind switches. */
static enum link_shape likely_shape(const struct scenario *s, const struct matrix *m)
{
    int sum = 0;
    for (int j = 0; j < m->gpus; j++)
        sum += m->cells[0][j].links;
    if (!sum)
        return SHAPE_NONE;
    return sum > s->devices[0].id.model->links ? SHAPE_SWITCH : SHAPE_DIRECT;
}

static void connect_links(struct scenario *s, const struct at *block, const struct matrix *m, const struct at *at,
                          struct topology *topology)
{
    static const struct choice shapes[] = {{"none", SHAPE_NONE}, {"direct", SHAPE_DIRECT}, {"switch", SHAPE_SWITCH}, {NULL, 0}};
    long long shape = likely_shape(s, m);
    key_choice(block, "nvlink", shapes, &shape);
    if (shape == SHAPE_DIRECT)
        connect_directly(s, m, at);
    else if (shape == SHAPE_SWITCH)
        connect_to_switches(s, m, at);
    for (int i = 0; shape != SHAPE_NONE && i < m->gpus; i++)
        for (int j = 0; j < m->gpus; j++)
            topology->links[i][j] = (unsigned char)m->cells[i][j].links;
}

static void take_links_down(struct builder *b, const struct at *map)
{
    for (int i = 0; i < at_count(map); i++) {
        struct at list;
        char *end;
        long device = strtol(at_entry(map, i, &list), &end, 10);
        if (!is_map(map) || *end || device < 0 || device >= b->scenario->device_count || !is_list(&list)) {
            problem(map, "write {3: [4, 5]}", "must name devices and lists of their links");
            return;
        }
        struct identity *id = &b->scenario->devices[device].id;
        for (int k = 0; k < at_count(&list); k++) {
            struct at item = at_item(&list, k);
            long long link;
            if (!read_integer(&item, 0, id->model->links - 1, &link))
                continue;
            id->link_down[link] = true;
            if (id->links[link].kind == LINK_GPU)
                b->scenario->devices[id->links[link].peer].id.link_down[id->links[link].peer_link] = true;
        }
    }
}

void read_topology(struct builder *b, const struct at *root)
{
    static const char *const keys[] = {"nvlink", "matrix", "pcie", "inactiveLinks", NULL};
    struct at block, value;
    struct matrix *m = ARENA_ARRAY(b->arena, struct matrix, 1);
    struct topology *topology = ARENA_ARRAY(b->arena, struct topology, 1);
    b->scenario->topology = topology;
    bool stated = at_value(root, "topology", &block) && only_keys(&block, keys);
    bool drawn = stated && at_value(&block, "matrix", &value) && read_matrix(b, &value, m);
    if (drawn)
        take_affinities(b->scenario, m, &value);
    default_levels(b->scenario, topology);
    if (drawn) {
        take_levels(m, topology);
        connect_links(b->scenario, &block, m, &value, topology);
    }
    if (stated && at_value(&block, "pcie", &value) && read_matrix(b, &value, m))
        take_levels(m, topology);
    if (stated && at_value(&block, "inactiveLinks", &value))
        take_links_down(b, &value);
}
