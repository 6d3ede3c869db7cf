// SPDX-License-Identifier: Apache-2.0
/* Memory of one scenario: handed out piece by piece, given back all at once. */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

struct arena {
    struct arena_block *blocks;
};

/* Zeroed memory, aligned for any type; ends the process when there is none, as there is nothing sensible to play then. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_copy(struct arena *arena, const void *from, size_t size);
char *arena_text(struct arena *arena, const char *text);
void arena_release(struct arena *arena);

#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(count)))

#endif
