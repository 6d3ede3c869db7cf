// SPDX-License-Identifier: Apache-2.0
/* A connection matrix in the layout of `nvidia-smi topo -m`. Pure text to numbers. */
#ifndef MATRIX_H
#define MATRIX_H

#include "scenario.h"

struct matrix_cell {
    int level; /* NVML_TOPOLOGY_*, -1: the cell says NV<n> or X */
    int links; /* of NV<n> */
};

struct matrix_row {
    bool present;
    char cpus[256];      /* as written, empty when the row has none */
    uint64_t numa_nodes; /* bit i: node i; 0: not stated */
    int gpu_numa_id;     /* -1: not stated */
};

struct matrix {
    int gpus;
    bool has_cpus; /* a CPU Affinity column; a cell of it may be empty: no CPU is near */
    struct matrix_cell cells[MAX_DEVICES][MAX_DEVICES];
    struct matrix_row rows[MAX_DEVICES];
};

/* Rows and columns of NICs are skipped. False with a message of at most `size` bytes in `fault`. */
bool matrix_parse(const char *text, struct matrix *matrix, char *fault, size_t size);

#endif
