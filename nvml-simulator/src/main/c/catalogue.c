// SPDX-License-Identifier: Apache-2.0
#include "catalogue_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void read_capability(struct model *m, const struct at *entry)
{
    struct at value;
    if (!at_value(entry, "cuda_compute_capability", &value))
        return;
    int major, minor;
    char rest;
    if (sscanf(text_of(&value), "%d.%d%c", &major, &minor, &rest) != 2) {
        problem(&value, "write it like \"9.0\"", "must be major.minor");
        return;
    }
    m->cuda_major = major;
    m->cuda_minor = minor;
}

static void read_memory(struct model *m, const struct at *entry)
{
    struct at part;
    if (at_value(entry, "memory", &part)) {
        integer_or_null(&part, "total_mib", &m->memory_mib);
        integer_or_null(&part, "reserved_mib_idle", &m->memory_reserved_mib);
        integer_or_null(&part, "bar1_total_mib", &m->bar1_mib);
    }
    integer_or_null(entry, "memory_bus_width_bits", &m->bus_width);
}

static void read_pci(struct model *m, const struct at *entry)
{
    struct at part;
    if (at_value(entry, "pcie", &part)) {
        integer_or_null(&part, "max_gen_link", &m->pcie_gen_link);
        integer_or_null(&part, "max_gen_gpu", &m->pcie_gen_gpu);
        integer_or_null(&part, "max_width", &m->pcie_width);
    }
    hex_or_null(entry, "pci_device_id", &m->pci_device_id);
    hex_or_null(entry, "pci_subsystem_id", &m->pci_subsystem_id);
}

static void read_power(struct model *m, const struct at *entry)
{
    struct at part;
    if (at_value(entry, "power_w", &part)) {
        number_or_null(&part, "default", &m->power_default);
        number_or_null(&part, "min", &m->power_min);
        number_or_null(&part, "max", &m->power_max);
    }
    if (at_value(entry, "module_power_w", &part)) {
        number_or_null(&part, "default", &m->module_power_default);
        number_or_null(&part, "min", &m->module_power_min);
        number_or_null(&part, "max", &m->module_power_max);
    }
    number_or_null(entry, "idle_power_w", &m->power_idle);
    truth_or_null(entry, "has_average_power", &m->average_power, &m->average_power_known);
}

static void read_clock_row(struct clock_row *row, const struct at *item)
{
    *row = (struct clock_row){UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 15};
    integer_or_null(item, "mem_mhz", &row->memory);
    integer_or_null(item, "graphics_max", &row->graphics_max);
    integer_or_null(item, "graphics_min", &row->graphics_min);
    integer_or_null(item, "count", &row->count);
    if (row->memory < 1 || row->graphics_max < row->graphics_min || row->count < 1)
        problem(item, "give mem_mhz, graphics_max, graphics_min and count", "not a row of supported clocks");
    else if (row->count > 1)
        row->step = (double)(row->graphics_max - row->graphics_min) / (double)(row->count - 1);
}

static void read_clocks(struct model *m, const struct at *entry)
{
    struct at part;
    if (at_value(entry, "max_clocks_mhz", &part)) {
        integer_or_null(&part, "graphics", &m->clock_graphics);
        integer_or_null(&part, "sm", &m->clock_sm);
        integer_or_null(&part, "mem", &m->clock_memory);
        integer_or_null(&part, "video", &m->clock_video);
        integer_or_null(&part, "max_customer_boost", &m->clock_boost);
    }
    if (!at_key(entry, "supported_clocks", &part))
        return;
    m->clock_count = 0;
    for (int i = 0; is_list(&part) && i < at_count(&part) && i < MAX_CLOCK_ROWS; i++) {
        struct at item = at_item(&part, i);
        read_clock_row(&m->clocks[m->clock_count++], &item);
    }
}

static void read_thermal(struct model *m, const struct at *entry)
{
    struct at part;
    bool known = false;
    if (!at_value(entry, "thermal_c", &part))
        return;
    integer_or_null(&part, "tlimit_idle", &m->tlimit_idle);
    integer_or_null(&part, "shutdown", &m->shutdown);
    integer_or_null(&part, "slowdown", &m->slowdown);
    integer_or_null(&part, "gpu_max_operating", &m->operating);
    integer_or_null(&part, "shutdown_tlimit", &m->shutdown_tlimit);
    integer_or_null(&part, "slowdown_tlimit", &m->slowdown_tlimit);
    integer_or_null(&part, "gpu_max_tlimit", &m->gpu_max_tlimit);
    truth_or_null(&part, "memory_temp_supported", &m->memory_temperature, &known);
}

static void read_nvlink(struct model *m, const struct at *entry)
{
    struct at part;
    if (at_key(entry, "nvlink", &part) && is_null(&part)) {
        m->links = 0;
        return;
    }
    if (!at_value(entry, "nvlink", &part))
        return;
    integer_or_null(&part, "links", &m->links);
    integer_or_null(&part, "nvml_version_enum_by_header", &m->link_version);
    number_or_null(&part, "per_link_gb_per_s_one_direction", &m->link_gb_per_s);
    if (m->links < 0 || m->links > 36)
        problem(&part, "give the number of links", "links must be between 0 and 36");
}

/* N/A and null: a passive board. A number with %: what one fan showed when it was read. A plain number: so many fans. */
static void read_fan(struct model *m, const struct at *entry)
{
    struct at value;
    if (!at_key(entry, "fan", &value))
        return;
    const char *text = text_of(&value);
    m->fans = 0;
    if (is_null(&value) || !strcmp(text, "N/A"))
        return;
    m->fans = strchr(text, '%') ? 1 : atoll(text);
    if (m->fans < 0 || m->fans > 8)
        problem(&value, "write N/A, a percentage or the number of fans", "must be between 0 and 8 fans");
}

static void read_modes(struct model *m, const struct at *entry)
{
    static const struct choice addressing[] = {{"None", 0}, {"HMM", 1}, {"ATS", 2}, {NULL, 0}};
    static const struct choice c2c[] = {{"Disabled", 0}, {"Enabled", 1}, {"N/A", -1}, {NULL, 0}};
    struct at value;
    if (at_key(entry, "addressing_mode", &value)) {
        m->addressing = UNKNOWN;
        if (!is_null(&value))
            read_choice(&value, addressing, &m->addressing);
    }
    if (at_key(entry, "c2c_mode", &value)) {
        long long mode = -1;
        if (!is_null(&value))
            read_choice(&value, c2c, &mode);
        m->c2c_known = mode >= 0;
        m->c2c = mode == 1;
    }
}

static void read_board(struct model *m, const struct at *entry)
{
    bool known = false;
    text_or_null(entry, "name", &m->name);
    constant_or_null(entry, "brand_enum", &m->brand);
    constant_or_null(entry, "architecture_enum", &m->architecture);
    integer_or_null(entry, "sm_count", &m->sm_count);
    truth_or_null(entry, "ecc_default_enabled", &m->ecc, &m->ecc_known);
    integer_or_null(entry, "remap_histogram_max_banks", &m->remap_banks);
    truth_or_null(entry, "retired_pages_supported", &m->retired_pages, &known);
    integer_or_null(entry, "accounting_buffer_size", &m->accounting_buffer);
    text_or_null(entry, "board_part_number", &m->part_number);
    text_or_null(entry, "vbios_version", &m->vbios);
    text_or_null(entry, "inforom_image", &m->inforom);
}

static void read_entry(struct model *m, const struct at *entry)
{
    read_board(m, entry);
    read_capability(m, entry);
    read_memory(m, entry);
    read_pci(m, entry);
    read_power(m, entry);
    read_clocks(m, entry);
    read_thermal(m, entry);
    read_nvlink(m, entry);
    catalogue_read_mig(m, entry);
    read_fan(m, entry);
    read_modes(m, entry);
}

static const struct model unknown_model = {
    .brand = UNKNOWN,
    .architecture = UNKNOWN,
    .cuda_major = UNKNOWN,
    .cuda_minor = UNKNOWN,
    .sm_count = UNKNOWN,
    .memory_mib = UNKNOWN,
    .memory_reserved_mib = UNKNOWN,
    .bar1_mib = UNKNOWN,
    .bus_width = UNKNOWN,
    .pcie_gen_link = UNKNOWN,
    .pcie_gen_gpu = UNKNOWN,
    .pcie_width = UNKNOWN,
    .pci_device_id = UNKNOWN,
    .pci_subsystem_id = UNKNOWN,
    .power_default = UNKNOWN_D,
    .power_min = UNKNOWN_D,
    .power_max = UNKNOWN_D,
    .power_idle = UNKNOWN_D,
    .module_power_default = UNKNOWN_D,
    .module_power_min = UNKNOWN_D,
    .module_power_max = UNKNOWN_D,
    .clock_graphics = UNKNOWN,
    .clock_sm = UNKNOWN,
    .clock_memory = UNKNOWN,
    .clock_video = UNKNOWN,
    .clock_boost = UNKNOWN,
    .tlimit_idle = UNKNOWN,
    .shutdown = UNKNOWN,
    .slowdown = UNKNOWN,
    .operating = UNKNOWN,
    .shutdown_tlimit = UNKNOWN,
    .slowdown_tlimit = UNKNOWN,
    .gpu_max_tlimit = UNKNOWN,
    .link_version = UNKNOWN,
    .link_gb_per_s = UNKNOWN_D,
    .remap_banks = UNKNOWN,
    .addressing = UNKNOWN,
    .accounting_buffer = UNKNOWN,
};

static void check_model(const struct model *m, const struct at *entry)
{
    if (!m->name)
        problem(entry, "give the product name", "name is required");
    if (m->memory_mib == UNKNOWN || m->memory_mib < 1)
        problem(entry, "give memory.total_mib", "the memory size is required");
    if (m->architecture == UNKNOWN)
        problem(entry, "give architecture_enum", "the architecture is required");
}

struct model *catalogue_read(const char *directory, const struct at *named_at, const char *name)
{
    struct source entry;
    char file[4096];
    snprintf(file, sizeof file, "%s/%s.yaml", directory, name);
    FILE *there = strchr(name, '/') ? NULL : fopen(file, "re");
    if (!there) {
        problem(named_at, "use the name of a file of catalogue/ without .yaml", "no such model in the catalogue");
        return NULL;
    }
    fclose(there);
    struct arena *arena = named_at->source->arena;
    if (!source_open(&entry, arena_text(arena, file), named_at->source->problems, arena))
        return NULL;
    struct model *model = ARENA_ARRAY(arena, struct model, 1);
    *model = unknown_model;
    struct at root = source_root(&entry);
    read_entry(model, &root);
    check_model(model, &root);
    source_close(&entry);
    return model;
}

void catalogue_override(struct model *model, const struct at *override)
{
    static const char *const keys[] = {"name",
                                       "brand_enum",
                                       "architecture_enum",
                                       "cuda_compute_capability",
                                       "sm_count",
                                       "memory",
                                       "memory_bus_width_bits",
                                       "pcie",
                                       "pci_device_id",
                                       "pci_subsystem_id",
                                       "power_w",
                                       "module_power_w",
                                       "idle_power_w",
                                       "has_average_power",
                                       "max_clocks_mhz",
                                       "supported_clocks",
                                       "thermal_c",
                                       "nvlink_supported",
                                       "nvlink",
                                       "mig_capable",
                                       "mig_mode_in_capture",
                                       "mig",
                                       "ecc_default_enabled",
                                       "remap_histogram_max_banks",
                                       "retired_pages_supported",
                                       "fan",
                                       "addressing_mode",
                                       "c2c_mode",
                                       "fabric_state",
                                       "accounting_buffer_size",
                                       "board_part_number",
                                       "gpu_part_number",
                                       "vbios_version",
                                       "inforom_image",
                                       "driver_of_capture",
                                       NULL};
    if (!only_keys(override, keys))
        return;
    read_entry(model, override);
    check_model(model, override);
}
