// SPDX-License-Identifier: Apache-2.0
/* The processes of a device. */
#include "nvml_abi.h"
#include "scenario_parts.h"

#include <math.h>
#include <string.h>

static void read_memory(const struct at *at, const struct device *device, struct process *process)
{
    double total = (double)device->id.model->memory_mib * 1048576;
    if (is_scalar(at) && !strcmp(text_of(at), "hidden")) {
        process->memory_hidden = true;
        return;
    }
    const struct curve *curve = read_curve(at, 0, total, true);
    if (curve_peak(curve) > total)
        problem(at, "ask for less", "must fit in the GPU's %lld MiB", device->id.model->memory_mib);
    process->memory = signal_of_curve(at->source->arena, curve, process->from, process->until);
}

static void read_process(const struct at *at, const struct device *device, struct process *process)
{
    static const char *const keys[] = {"pid", "name", "kind", "memory", "sm", "from", "until", "instance", "computeInstance", NULL};
    static const struct choice kinds[] = {{"compute", NVML_PROCESS_MODE_COMPUTE},
                                          {"graphics", NVML_PROCESS_MODE_GRAPHICS},
                                          {"mps", NVML_PROCESS_MODE_MPS},
                                          {NULL, 0}};
    struct at value;
    *process = (struct process){.name = "", .instance = -1, .until = INFINITY};
    if (!only_keys(at, keys))
        return;
    long long pid = 0, kind = NVML_PROCESS_MODE_COMPUTE, instance = -1, compute = 0;
    key_integer(at, "pid", 1, UINT_MAX, &pid);
    key_text(at, "name", &process->name);
    if (!pid || !*process->name)
        problem(at, "give both", "pid and name are required");
    key_choice(at, "kind", kinds, &kind);
    key_duration(at, "from", &process->from);
    key_duration(at, "until", &process->until);
    key_integer(at, "instance", 0, MAX_GPU_INSTANCES - 1, &instance);
    key_integer(at, "computeInstance", 0, MAX_COMPUTE_INSTANCES - 1, &compute);
    process->pid = (unsigned)pid;
    process->kind = (int)kind;
    process->instance = (int)instance;
    process->compute_instance = (int)compute;
    if (at_value(at, "memory", &value))
        read_memory(&value, device, process);
    if (at_value(at, "sm", &value))
        process->sm = signal_of_curve(at->source->arena, read_curve(&value, 0, 100, false), process->from, process->until);
    if (process->until <= process->from)
        problem(at, "let it end later", "until must come after from");
}

void read_processes(struct builder *b, const struct at *list, struct device *device)
{
    if (!is_list(list)) {
        problem(list, "start each process with a dash", "must be a list");
        return;
    }
    int count = at_count(list);
    if (count > MAX_PROCESSES) {
        problem(list, "list fewer", "a GPU has at most %d processes", MAX_PROCESSES);
        return;
    }
    struct process *processes = ARENA_ARRAY(b->arena, struct process, count + 1);
    for (int i = 0; i < count; i++) {
        struct at item = at_item(list, i);
        read_process(&item, device, &processes[i]);
    }
    device->play.processes = processes;
    device->play.process_count = count;
}
