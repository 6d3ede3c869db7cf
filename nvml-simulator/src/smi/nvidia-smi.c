// SPDX-License-Identifier: Apache-2.0
/* A simulated nvidia-smi: -L, compute-policy and -c alone, over the simulated NVML. SCENARIOS.md says what it plays and from where its layout is. */
#include "../main/c/kept.h"
#include "../main/c/nvml_abi.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { EXIT_UNSUPPORTED = 3, EXIT_DENIED = 4, EXIT_NO_OBJECT = 6, EXIT_USAGE = 2, SUPPORTED_POLICIES = 4, FLOOD_LINES = 400000 };

static const char *const policies[] = {"Default", "Short", "Medium", "Long", NULL};
static const char *const faults[] = {"none", "unsupported", "denied", "hang", "garbage", "flood", "deaf", NULL};
enum fault { FAULT_NONE, FAULT_UNSUPPORTED, FAULT_DENIED, FAULT_HANG, FAULT_GARBAGE, FAULT_FLOOD, FAULT_DEAF };

static const char usage[] = "\n    Compute Policy -- Control and list compute policies.\n\n"
                            "    Usage: nvidia-smi compute-policy [options]\n\n    Options include:\n"
                            "    [-i | --id]: GPU device ID's. Provide comma\n"
                            "                 separated values for more than one device\n\n"
                            "    [-l | --list]: List all compute policies\n\n"
                            "    [ | --set-timeslice]: Set timeslice config for a GPU:\n"
                            "                          0=DEFAULT, 1=SHORT, 2=MEDIUM, 3=LONG\n\n"
                            "    [-h | --help]: Display help information\n\n";

struct gpu {
    nvmlDevice_t handle;
    unsigned index;
    char uuid[96];
};

static int refuse(nvmlReturn_t code)
{
    fprintf(stderr, "Failed to initialize or query NVML: %s\n", nvmlErrorString(code));
    return (int)code;
}

static nvmlReturn_t find(const char *id, struct gpu *gpu)
{
    char *end;
    unsigned long index = strtoul(id, &end, 10);
    nvmlReturn_t code = *id && !*end ? nvmlDeviceGetHandleByIndex_v2((unsigned)index, &gpu->handle)
                        : !strncmp(id, "GPU-", 4) ? nvmlDeviceGetHandleByUUID(id, &gpu->handle)
                                                  : nvmlDeviceGetHandleByPciBusId_v2(id, &gpu->handle);
    if (code == NVML_SUCCESS)
        code = nvmlDeviceGetIndex(gpu->handle, &gpu->index);
    return code == NVML_SUCCESS ? nvmlDeviceGetUUID(gpu->handle, gpu->uuid, sizeof gpu->uuid) : code;
}

static enum fault fault_of(const char *uuid)
{
    int every = kept_read("nvidia-smi", "fault", faults, FAULT_NONE);
    return (enum fault)kept_read(uuid, "fault", faults, every);
}

/* Faults that have nothing to do with what was asked. */
static void meet(enum fault fault)
{
    if (fault == FAULT_HANG)
        for (;;)
            pause();
    for (int i = 0; fault == FAULT_FLOOD && i < FLOOD_LINES; i++)
        puts("WARNING: infoROM is corrupted at gpu 0000:00:1E.0, and this line goes on and on");
    if (fault == FAULT_GARBAGE) {
        fwrite("\x01\xff\xfe Timeslice Default Timeslice Long \x1b[31m", 1, 44, stdout);
        fflush(stdout);
        _exit(0);
    }
}

static int policy_unsupported(const struct gpu *gpu, enum fault fault)
{
    unsigned mig = NVML_DEVICE_MIG_DISABLE, pending;
    if (fault == FAULT_UNSUPPORTED)
        return 1;
    return nvmlDeviceGetMigMode(gpu->handle, &mig, &pending) == NVML_SUCCESS && mig == NVML_DEVICE_MIG_ENABLE;
}

static int set_policy(const struct gpu *gpu, const char *value)
{
    enum fault fault = fault_of(gpu->uuid);
    int number = *value >= '0' && *value < '0' + SUPPORTED_POLICIES && !value[1] ? *value - '0' : -1;
    if (number < 0) {
        printf("Invalid timeslice config: %s\n", value);
        return EXIT_USAGE;
    }
    meet(fault);
    int refusal = policy_unsupported(gpu, fault) ? EXIT_UNSUPPORTED : fault == FAULT_DENIED || geteuid() ? EXIT_DENIED : 0;
    if (!refusal && fault != FAULT_DEAF && !kept_write(gpu->uuid, "timeslice", policies[number]))
        refusal = EXIT_NO_OBJECT;
    if (refusal) {
        const char *why = refusal == EXIT_UNSUPPORTED ? "Not Supported" : refusal == EXIT_DENIED ? "Insufficient Permissions" : "Unknown Error";
        printf("Failed to set timeslice policy with value %s for GPU %u : %s\n", policies[number], gpu->index, why);
        printf("Failed to set timeslice for requested devices : %s\n", why);
        return refusal;
    }
    printf("Successfully set timeslice policy with value %s for GPU %u\n", policies[number], gpu->index);
    return 0;
}

static int list_policy(const struct gpu *gpu)
{
    enum fault fault = fault_of(gpu->uuid);
    meet(fault);
    int policy = kept_read(gpu->uuid, "timeslice", policies, 0);
    const char *value = policy_unsupported(gpu, fault) ? "[Not Supported]" : policies[policy];
    puts("+-----------------------------------------+");
    puts("| GPU compute policies:                   |");
    puts("| GPU     Name            Value           |");
    puts("|=========================================|");
    printf("| %3u     %-15s %-15s |\n", gpu->index, "Timeslice", value);
    puts("+-----------------------------------------+");
    return 0;
}

static int set_mode(const struct gpu *gpu, const char *value)
{
    static const struct {
        const char *name, *number;
        nvmlComputeMode_t mode;
    } modes[] = {{"DEFAULT", "0", NVML_COMPUTEMODE_DEFAULT},
                 {"PROHIBITED", "2", NVML_COMPUTEMODE_PROHIBITED},
                 {"EXCLUSIVE_PROCESS", "3", NVML_COMPUTEMODE_EXCLUSIVE_PROCESS}};
    for (int i = 0; i < 3; i++)
        if (!strcasecmp(modes[i].name, value) || !strcmp(modes[i].number, value)) {
            nvmlReturn_t code = nvmlDeviceSetComputeMode(gpu->handle, modes[i].mode);
            if (code != NVML_SUCCESS)
                return refuse(code);
            printf("Set compute mode to %s for GPU %s.\n", modes[i].name, gpu->uuid);
            return 0;
        }
    printf("Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.\n");
    return EXIT_USAGE;
}

/* The MIG devices of a GPU, by the numbers NVML gives them. */
static void show_instances(const struct gpu *gpu)
{
    unsigned most = 0;
    if (nvmlDeviceGetMaxMigDeviceCount(gpu->handle, &most) != NVML_SUCCESS)
        return;
    for (unsigned i = 0; i < most; i++) {
        nvmlDevice_t instance;
        char name[96], uuid[96];
        if (nvmlDeviceGetMigDeviceHandleByIndex(gpu->handle, i, &instance) != NVML_SUCCESS ||
            nvmlDeviceGetName(instance, name, sizeof name) != NVML_SUCCESS ||
            nvmlDeviceGetUUID(instance, uuid, sizeof uuid) != NVML_SUCCESS)
            continue;
        const char *profile = strstr(name, "MIG ");
        printf("  MIG %-11s Device %2u: (UUID: %s)\n", profile ? profile + strlen("MIG ") : name, i, uuid);
    }
}

static int show_gpu(const struct gpu *gpu)
{
    char name[96];
    nvmlReturn_t code = nvmlDeviceGetName(gpu->handle, name, sizeof name);
    if (code != NVML_SUCCESS)
        return refuse(code);
    printf("GPU %u: %s (UUID: %s)\n", gpu->index, name, gpu->uuid);
    show_instances(gpu);
    return 0;
}

struct order {
    char *ids;
    const char *timeslice, *mode;
    int policy, list, gpus, help;
};

static int read_order(int count, char **arguments, struct order *order)
{
    for (int i = 1; i < count; i++) {
        const char *word = arguments[i];
        int last = i + 1 >= count;
        if (i == 1 && !strcmp(word, "compute-policy"))
            order->policy = 1;
        else if (!strcmp(word, "-L") || !strcmp(word, "--list-gpus"))
            order->gpus = 1;
        else if (!strcmp(word, "-l") || !strcmp(word, "--list"))
            order->list = 1;
        else if (!strcmp(word, "-h") || !strcmp(word, "--help"))
            order->help = 1;
        else if (!last && (!strcmp(word, "-i") || !strcmp(word, "--id")))
            order->ids = arguments[++i];
        else if (!last && !strcmp(word, "--set-timeslice"))
            order->timeslice = arguments[++i];
        else if (!last && (!strcmp(word, "-c") || !strcmp(word, "--compute-mode")))
            order->mode = arguments[++i];
        else
            return 0;
    }
    if (order->gpus)
        return !order->policy && !order->mode && !order->timeslice && !order->list && !order->help;
    return order->policy ? !order->mode && (order->list || order->timeslice || order->help) : order->mode != NULL;
}

static int carry_out(const struct order *order, const struct gpu *gpu)
{
    if (order->gpus)
        return show_gpu(gpu);
    if (order->mode)
        return set_mode(gpu, order->mode);
    return order->timeslice ? set_policy(gpu, order->timeslice) : list_policy(gpu);
}

static int on_each(const struct order *order)
{
    struct gpu gpu;
    unsigned count = 0;
    int worst = 0;
    if (order->ids) {
        for (char *id = strtok(order->ids, ","); id; id = strtok(NULL, ",")) {
            nvmlReturn_t code = find(id, &gpu);
            int exit = code == NVML_SUCCESS ? carry_out(order, &gpu) : (int)code;
            if (code != NVML_SUCCESS)
                printf("Unable to determine the device handle for GPU%s: %s\n", id, nvmlErrorString(code));
            worst = exit ? exit : worst;
        }
        return worst;
    }
    nvmlReturn_t code = nvmlDeviceGetCount_v2(&count);
    for (unsigned i = 0; code == NVML_SUCCESS && i < count; i++) {
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        code = find(id, &gpu);
        int exit = code == NVML_SUCCESS ? carry_out(order, &gpu) : (int)code;
        worst = exit ? exit : worst;
    }
    return code == NVML_SUCCESS ? worst : refuse(code);
}

int main(int count, char **arguments)
{
    struct order order = {0};
    if (!read_order(count, arguments, &order)) {
        printf("Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.\n");
        return EXIT_USAGE;
    }
    if (order.help) {
        fputs(usage, stdout);
        return 0;
    }
    nvmlReturn_t code = nvmlInit_v2();
    if (code != NVML_SUCCESS)
        return refuse(code);
    int exit = on_each(&order);
    nvmlShutdown();
    return exit;
}
