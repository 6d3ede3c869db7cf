// SPDX-License-Identifier: Apache-2.0
#include "source.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static void open_problem(struct problems *problems, const char *file, size_t line, const char *what, const char *way_out)
{
    problems->count++;
    fprintf(problems->out, "%s:%zu: %s: %s\n", file, line, what, way_out);
}

bool source_open(struct source *source, const char *file, struct problems *problems, struct arena *arena)
{
    *source = (struct source){.file = file, .problems = problems, .arena = arena};
    FILE *in = fopen(file, "re");
    if (!in) {
        open_problem(problems, file, 0, strerror(errno), "name a file that can be read");
        return false;
    }
    yaml_parser_t parser;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_file(&parser, in);
    bool good = yaml_parser_load(&parser, &source->document);
    if (!good) {
        const char *what = parser.problem ? parser.problem : "not YAML";
        open_problem(problems, file, parser.problem_mark.line + 1, what, "write valid YAML");
    } else if (!yaml_document_get_root_node(&source->document)) {
        open_problem(problems, file, 1, "the file is empty", "describe a node, see SCENARIOS.md");
        yaml_document_delete(&source->document);
        good = false;
    }
    yaml_parser_delete(&parser);
    fclose(in);
    return good;
}

void source_close(struct source *source)
{
    yaml_document_delete(&source->document);
}

struct at source_root(struct source *source)
{
    return (struct at){.source = source, .node = yaml_document_get_root_node(&source->document), .index = -1};
}

static void print_path(FILE *out, const struct at *at)
{
    if (!at->parent)
        return;
    print_path(out, at->parent);
    if (at->index >= 0)
        fprintf(out, "[%d]", at->index);
    else
        fprintf(out, "%s%s", at->parent->parent ? "." : "", at->key);
}

static FILE *begin_problem(const struct at *at)
{
    FILE *out = at->source->problems->out;
    at->source->problems->count++;
    fprintf(out, "%s:%zu: ", at->source->file, at->node->start_mark.line + 1);
    print_path(out, at);
    if (at->parent)
        fputs(": ", out);
    return out;
}

/* What is wrong with the key, whatever its value. */
static void key_problem(const struct at *at, const char *way_out, const char *rule)
{
    fprintf(begin_problem(at), "%s: %s\n", rule, way_out);
}

void problem(const struct at *at, const char *way_out, const char *rule, ...)
{
    FILE *out = begin_problem(at);
    if (is_scalar(at))
        fprintf(out, "\"%.80s\" is not valid: ", text_of(at));
    va_list arguments;
    va_start(arguments, rule);
    vfprintf(out, rule, arguments);
    va_end(arguments);
    fprintf(out, ": %s\n", way_out);
}

void problem_elsewhere(struct problems *problems, const char *where, const char *value, const char *rule, const char *way_out)
{
    problems->count++;
    fprintf(problems->out, "%s: \"%s\" is not valid: %s: %s\n", where, value, rule, way_out);
}

bool is_map(const struct at *at)
{
    return at->node->type == YAML_MAPPING_NODE;
}

bool is_list(const struct at *at)
{
    return at->node->type == YAML_SEQUENCE_NODE;
}

bool is_scalar(const struct at *at)
{
    return at->node->type == YAML_SCALAR_NODE;
}

bool is_null(const struct at *at)
{
    if (!is_scalar(at) || at->node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return false;
    const char *text = text_of(at);
    return !*text || !strcmp(text, "null") || !strcmp(text, "~");
}

const char *text_of(const struct at *at)
{
    return is_scalar(at) ? (const char *)at->node->data.scalar.value : "";
}

static yaml_node_t *node_of(const struct at *at, int id)
{
    return yaml_document_get_node(&at->source->document, id);
}

int at_count(const struct at *at)
{
    if (is_list(at))
        return (int)(at->node->data.sequence.items.top - at->node->data.sequence.items.start);
    if (is_map(at))
        return (int)(at->node->data.mapping.pairs.top - at->node->data.mapping.pairs.start);
    return 0;
}

struct at at_item(const struct at *list, int index)
{
    yaml_node_t *node = node_of(list, list->node->data.sequence.items.start[index]);
    return (struct at){.source = list->source, .node = node, .parent = list, .index = index};
}

const char *at_entry(const struct at *map, int index, struct at *value)
{
    yaml_node_pair_t pair = map->node->data.mapping.pairs.start[index];
    yaml_node_t *name = node_of(map, pair.key);
    const char *key = name->type == YAML_SCALAR_NODE ? (const char *)name->data.scalar.value : "";
    *value = (struct at){.source = map->source, .node = node_of(map, pair.value), .parent = map, .key = key, .index = -1};
    return key;
}

bool at_key(const struct at *map, const char *key, struct at *value)
{
    if (!is_map(map))
        return false;
    for (int i = 0; i < at_count(map); i++)
        if (!strcmp(at_entry(map, i, value), key))
            return true;
    return false;
}

bool at_value(const struct at *map, const char *key, struct at *value)
{
    return at_key(map, key, value) && !is_null(value);
}

static bool listed(const char *const *keys, const char *key)
{
    for (; *keys; keys++)
        if (!strcmp(*keys, key))
            return true;
    return false;
}

static void unknown_key(const struct at *value, const char *const *keys)
{
    char way_out[600] = "use one of";
    for (size_t used = strlen(way_out); *keys && used < sizeof way_out - 40; keys++)
        used += (size_t)snprintf(way_out + used, sizeof way_out - used, " %s%s", *keys, keys[1] ? "," : "");
    key_problem(value, way_out, "unknown key");
}

bool only_keys(const struct at *map, const char *const *keys)
{
    if (!is_map(map)) {
        problem(map, "write key: value pairs, see SCENARIOS.md", "must be a mapping");
        return false;
    }
    for (int i = 0; i < at_count(map); i++) {
        struct at value, first;
        const char *key = at_entry(map, i, &value);
        if (!listed(keys, key))
            unknown_key(&value, keys);
        else if (at_key(map, key, &first) && first.node != value.node)
            key_problem(&value, "remove one of the two", "the key is given twice");
    }
    return true;
}
