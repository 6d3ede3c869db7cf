// SPDX-License-Identifier: Apache-2.0
/* A YAML file being read: positions in it, typed access, and the list of what is wrong with it. */
#ifndef SOURCE_H
#define SOURCE_H

#include "arena.h"

#include <stdbool.h>
#include <stdio.h>
#include <yaml.h>

/* Every fault of a file, one line each: `file:line: key: "value" is not valid: rule: way out`. */
struct problems {
    FILE *out;
    int count;
};

struct source {
    yaml_document_t document;
    const char *file;
    struct problems *problems;
    struct arena *arena;
};

/* A place in a document. `parent`, `key` and `index` spell the path of messages: devices[3].load.sm */
struct at {
    struct source *source;
    yaml_node_t *node;
    const struct at *parent;
    const char *key;
    int index;
};

/* Reads and parses the file; on failure reports the problem and returns false. `source_close` after success. */
bool source_open(struct source *source, const char *file, struct problems *problems, struct arena *arena);
void source_close(struct source *source);
struct at source_root(struct source *source);

/* Reports a fault at this place. */
void problem(const struct at *at, const char *way_out, const char *rule, ...) __attribute__((format(printf, 3, 4)));
/* Reports a fault that no file holds (an environment variable). */
void problem_elsewhere(struct problems *problems, const char *where, const char *value, const char *rule, const char *way_out);

bool is_map(const struct at *at);
bool is_list(const struct at *at);
bool is_scalar(const struct at *at);
bool is_null(const struct at *at);

/* The value of a key of a map, null values included; false when the key is absent or the place is no map. */
bool at_key(const struct at *map, const char *key, struct at *value);
/* Like at_key, and false for null. */
bool at_value(const struct at *map, const char *key, struct at *value);
int at_count(const struct at *list_or_map);
struct at at_item(const struct at *list, int index);
/* The index-th key of a map and its value. */
const char *at_entry(const struct at *map, int index, struct at *value);
/* Reports every key outside the NULL-terminated list, every key given twice, and anything that is no map. */
bool only_keys(const struct at *map, const char *const *keys);

/* The scalar's characters, never NULL. */
const char *text_of(const struct at *at);

#endif
