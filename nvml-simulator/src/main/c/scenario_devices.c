// SPDX-License-Identifier: Apache-2.0
/* The devices block: identities, counters, and the parts other files read. */
#include "nvml_abi.h"
#include "scenario_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One device being read: element `k` of the `count` an entry expands to; `entry` before `defaults`. */
struct reading {
    struct builder *builder;
    const struct at *entry, *defaults;
    int k, count;
};

static const char *const device_keys[] = {
    "model",           "count",       "uuid",        "serial",      "minor", "moduleId",   "busId",
    "numaNode",        "cpuAffinity", "computeMode", "persistence", "ecc",   "accounting", "temperatureIdle",
    "temperatureRise", "gpuNumaId",   "fabric",      "mig",         "load",  "processes",  "counters",
    "memoryLimits",    "override",    "temperatureSpread", "clockEventReasons", NULL};

/* Keys whose list belongs to one device. */
static bool lists_by_itself(const char *key)
{
    return !strcmp(key, "processes") || !strcmp(key, "memoryLimits") || !strcmp(key, "clockEventReasons");
}

/* The value of a key: the entry's, else the default; of a list over the expanded devices the k-th element. */
static bool found(const struct reading *r, const char *key, struct at *value)
{
    if (!at_value(r->entry, key, value) && !(r->defaults && at_value(r->defaults, key, value)))
        return false;
    if (!is_list(value) || lists_by_itself(key))
        return true;
    if (at_count(value) != r->count) {
        if (r->k == 0)
            problem(value, "give one element for each", "the list must have %d elements, as many as count says", r->count);
        return false;
    }
    /* The item's parent must outlive this call. */
    struct at *list = arena_copy(r->builder->arena, value, sizeof *value);
    *value = at_item(list, r->k);
    return !is_null(value);
}

static void found_bool(const struct reading *r, const char *key, bool *out)
{
    struct at value;
    if (found(r, key, &value))
        read_bool(&value, out);
}

static void found_integer(const struct reading *r, const char *key, long long min, long long max, long long *out)
{
    struct at value;
    if (found(r, key, &value))
        read_integer(&value, min, max, out);
}

static bool parse_address(const char *text, struct pci_address *pci)
{
    unsigned function;
    char rest;
    return sscanf(text, "%x:%x:%x.%x%c", &pci->domain, &pci->bus, &pci->device, &function, &rest) == 4 && pci->bus < 256 &&
           pci->device < 32;
}

bool parse_cpu_list(const char *text, struct cpu_set *cpus)
{
    *cpus = (struct cpu_set){.known = true};
    while (*text) {
        char *end;
        unsigned long first = strtoul(text, &end, 10), last = first;
        if (end == text)
            return false;
        if (*end == '-') {
            text = end + 1;
            last = strtoul(text, &end, 10);
            if (end == text)
                return false;
        }
        if (last >= MAX_CPUS || first > last || (*end && *end != ','))
            return false;
        for (unsigned long cpu = first; cpu <= last; cpu++)
            cpus->words[cpu / 64] |= UINT64_C(1) << (cpu % 64);
        text = *end ? end + 1 : end;
    }
    return true;
}

bool parse_numa_nodes(const char *text, uint64_t *nodes)
{
    struct cpu_set set;
    if (!parse_cpu_list(text, &set) || !set.words[0])
        return false;
    for (int i = 1; i < MAX_CPUS / 64; i++)
        if (set.words[i])
            return false;
    *nodes = set.words[0];
    return true;
}

static void read_names(const struct reading *r, struct identity *id, int index)
{
    struct builder *b = r->builder;
    struct at value;
    char text[UUID_SIZE];
    derived_uuid(text, "GPU", b->name, (unsigned)index, 0, 0);
    id->uuid = arena_text(b->arena, text);
    if (found(r, "uuid", &value) && read_text(&value, &id->uuid) && (strncmp(id->uuid, "GPU-", 4) || strlen(id->uuid) != 40))
        problem(&value, "write it like GPU-9d2ab2a0-1c2f-4e0a-8b5e-6d5c1d2e3f40", "must be a GPU UUID");
    snprintf(text, sizeof text, "165%010llu", (unsigned long long)(mixed(hash_text(b->name) + (unsigned)index) % 10000000000u));
    id->serial = arena_text(b->arena, text);
    if (found(r, "serial", &value) && read_text(&value, &id->serial) && strlen(id->serial) >= NVML_DEVICE_SERIAL_BUFFER_SIZE)
        problem(&value, "shorten it", "must have less than %d characters", NVML_DEVICE_SERIAL_BUFFER_SIZE);
}

static void read_place(const struct reading *r, struct identity *id, int index)
{
    struct at value;
    id->pci = (struct pci_address){0, 0x17u + (unsigned)index, 0};
    if (found(r, "busId", &value) && !parse_address(text_of(&value), &id->pci))
        problem(&value, "write it like \"00000000:1B:00.0\"", "must be a PCI address");
    if (found(r, "cpuAffinity", &value) && !parse_cpu_list(text_of(&value), &id->cpus))
        problem(&value, "write it like 0-55,112-167", "must be a list of CPUs below %d", MAX_CPUS);
    if (found(r, "numaNode", &value) && !parse_numa_nodes(text_of(&value), &id->numa_nodes))
        problem(&value, "write 0, or \"0-1\" for several", "must be NUMA nodes below 64");
    long long minor = index;
    found_integer(r, "minor", 0, 255, &minor);
    id->module_id = id->model->links > 0 ? index + 1 : UNKNOWN;
    found_integer(r, "moduleId", 0, 255, &id->module_id);
    id->gpu_numa_id = UNKNOWN;
    found_integer(r, "gpuNumaId", 0, 1023, &id->gpu_numa_id);
    id->minor = (int)minor;
}

static void read_modes(const struct reading *r, struct identity *id)
{
    static const struct choice modes[] = {{"default", NVML_COMPUTEMODE_DEFAULT},
                                          {"exclusiveProcess", NVML_COMPUTEMODE_EXCLUSIVE_PROCESS},
                                          {"prohibited", NVML_COMPUTEMODE_PROHIBITED},
                                          {NULL, 0}};
    struct at value;
    long long mode = NVML_COMPUTEMODE_DEFAULT;
    if (found(r, "computeMode", &value))
        read_choice(&value, modes, &mode);
    id->compute_mode = (int)mode;
    id->ecc = id->model->ecc;
    found_bool(r, "persistence", &id->persistence);
    found_bool(r, "ecc", &id->ecc);
    found_bool(r, "accounting", &id->accounting);
    id->temperature_idle = 30;
    id->temperature_rise = 40;
    if (found(r, "temperatureIdle", &value))
        read_number(&value, 0, 120, &id->temperature_idle);
    if (found(r, "temperatureRise", &value))
        read_number(&value, 0, 120, &id->temperature_rise);
    id->temperature_spread = -1;
    if (found(r, "temperatureSpread", &value))
        read_number(&value, 0, 60, &id->temperature_spread);
}

static void read_counters(const struct reading *r, struct counters *c)
{
    const struct {
        const char *key;
        double *value;
    } all[] = {{"pcieReplay", &c->pcie_replay},
               {"eccSbeVolatile", &c->sbe_volatile},
               {"eccDbeVolatile", &c->dbe_volatile},
               {"eccSbeAggregate", &c->sbe_aggregate},
               {"eccDbeAggregate", &c->dbe_aggregate},
               {"remappedCorrectable", &c->remapped_correctable},
               {"remappedUncorrectable", &c->remapped_uncorrectable},
               {"remapPending", &c->remap_pending},
               {"remapFailure", &c->remap_failure},
               {"bankRemapActive", &c->bank_remap_active},
               {"bankRemapInactive", &c->bank_remap_inactive},
               {"bankRemapPending", &c->bank_remap_pending},
               {"bankGroupsWithoutSpares", &c->bank_groups_without_spares},
               {"retiredSbe", &c->retired_sbe},
               {"retiredDbe", &c->retired_dbe},
               {"retiredPending", &c->retired_pending},
               {"recoveryAction", &c->recovery_action},
               {"energy", &c->energy},
               {"nvlinkReplay", &c->nvlink_replay},
               {"nvlinkRecovery", &c->nvlink_recovery},
               {"nvlinkCrcFlit", &c->nvlink_crc_flit},
               {"nvlinkCrcData", &c->nvlink_crc_data},
               {"powerViolation", &c->power_violation},
               {"thermalViolation", &c->thermal_violation}};
    enum { COUNT = sizeof all / sizeof *all };
    const char *keys[COUNT + 1] = {0};
    struct at at;
    for (int i = 0; i < COUNT; i++)
        keys[i] = all[i].key;
    c->recovery_action = -1;
    if (!found(r, "counters", &at) || !only_keys(&at, keys))
        return;
    for (int i = 0; i < COUNT; i++)
        key_number(&at, all[i].key, 0, 9e15, all[i].value);
}

/* Reasons of driver 615 that do not follow from the load. */
static void read_clock_event_reasons(const struct reading *r, struct play *play)
{
    static const struct choice reasons[] = {
        {"boardLimit", nvmlClocksEventReasonBoardLimit}, {"reliability", nvmlClocksEventReasonReliability}, {NULL, 0}};
    struct at list;
    if (!found(r, "clockEventReasons", &list))
        return;
    if (!is_list(&list))
        problem(&list, "write [boardLimit, reliability]", "must be a list of reasons");
    for (int i = 0; is_list(&list) && i < at_count(&list); i++) {
        struct at item = at_item(&list, i);
        long long reason = 0;
        read_choice(&item, reasons, &reason);
        play->clock_event_reasons |= (uint64_t)reason;
    }
}

static struct model *read_model(const struct reading *r, struct identity *id)
{
    struct at value;
    if (!found(r, "model", &value)) {
        problem(r->entry, "name a file of catalogue/", "model is required");
        return NULL;
    }
    if (!read_text(&value, &id->model_name))
        return NULL;
    struct model *model = catalogue_read(r->builder->catalogue, &value, id->model_name);
    struct at override;
    if (model && found(r, "override", &override))
        catalogue_override(model, &override);
    return model;
}

static void read_mig(const struct reading *r, struct device *device)
{
    struct at at;
    if (!found(r, "mig", &at))
        return;
    struct mig_layout *layout = ARENA_ARRAY(r->builder->arena, struct mig_layout, 1);
    *layout = read_mig_layout(r->builder, &at, device);
    device->play.layouts = layout;
    device->play.layout_count = 1;
}

static void read_device(const struct reading *r, struct device *device, int index)
{
    struct at value;
    device->id.model = read_model(r, &device->id);
    if (!device->id.model)
        return;
    read_names(r, &device->id, index);
    read_place(r, &device->id, index);
    read_modes(r, &device->id);
    if (found(r, "fabric", &value))
        read_fabric(&value, &device->id.fabric);
    read_counters(r, &device->play.counters);
    read_clock_event_reasons(r, &device->play);
    read_mig(r, device);
    if (found(r, "load", &value))
        read_load(&value, &device->play.load, true);
    if (found(r, "processes", &value))
        read_processes(r->builder, &value, device);
    if (found(r, "memoryLimits", &value))
        read_memory_limits(r->builder, &value, device);
}

static int expanded_count(const struct at *entry, const struct at *defaults)
{
    long long count = 1;
    if (defaults)
        key_integer(defaults, "count", 1, MAX_DEVICES, &count);
    key_integer(entry, "count", 1, MAX_DEVICES, &count);
    return (int)count;
}

static void check_distinct(struct builder *b, const struct at *list)
{
    const struct scenario *s = b->scenario;
    for (int i = 0; i < s->device_count; i++)
        for (int j = 0; j < i; j++) {
            const struct identity *a = &s->devices[i].id, *c = &s->devices[j].id;
            if (a->uuid && c->uuid && !strcmp(a->uuid, c->uuid))
                problem(list, "give each its own", "GPU %d and GPU %d have the same uuid", j, i);
            if (a->uuid && c->uuid && !memcmp(&a->pci, &c->pci, sizeof a->pci))
                problem(list, "give each its own", "GPU %d and GPU %d have the same busId", j, i);
        }
}

void read_devices(struct builder *b, const struct at *root)
{
    struct at list, defaults_at;
    const struct at *defaults = at_value(root, "defaults", &defaults_at) ? &defaults_at : NULL;
    if (defaults)
        only_keys(defaults, device_keys);
    b->scenario->devices = ARENA_ARRAY(b->arena, struct device, MAX_DEVICES);
    if (!at_value(root, "devices", &list))
        return;
    if (!is_list(&list)) {
        problem(&list, "start each device with a dash", "must be a list");
        return;
    }
    for (int i = 0; i < at_count(&list); i++) {
        struct at entry = at_item(&list, i);
        int count = only_keys(&entry, device_keys) ? expanded_count(&entry, defaults) : 0;
        for (int k = 0; k < count; k++) {
            struct reading r = {b, &entry, defaults, k, count};
            if (b->scenario->device_count == MAX_DEVICES) {
                problem(&entry, "remove some", "a node has at most %d GPUs", MAX_DEVICES);
                return;
            }
            read_device(&r, &b->scenario->devices[b->scenario->device_count], b->scenario->device_count);
            b->scenario->device_count++;
        }
    }
    check_distinct(b, &list);
}

void finish_devices(struct builder *b)
{
    for (int i = 0; i < b->scenario->device_count; i++)
        assemble_load(b, &b->scenario->devices[i]);
}

bool read_device_index(struct builder *b, const struct at *at, int *device)
{
    long long index;
    if (!b->scenario->device_count) {
        problem(at, "describe devices", "the node has no GPUs");
        return false;
    }
    if (!read_integer(at, 0, b->scenario->device_count - 1, &index))
        return false;
    *device = (int)index;
    return true;
}
