// SPDX-License-Identifier: Apache-2.0
/* The driver and clock blocks. */
#include "clock.h"
#include "nvml_abi.h"
#include "scenario_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char clock_variable[] = "NVML_SIMULATOR_CLOCK", steps[] = "stepped:";

#define CODE(name) {#name, NVML_ERROR_##name}

const struct choice return_codes[] = {{"SUCCESS", NVML_SUCCESS},
                                      CODE(UNINITIALIZED),
                                      CODE(INVALID_ARGUMENT),
                                      CODE(NOT_SUPPORTED),
                                      CODE(NO_PERMISSION),
                                      CODE(ALREADY_INITIALIZED),
                                      CODE(NOT_FOUND),
                                      CODE(INSUFFICIENT_SIZE),
                                      CODE(INSUFFICIENT_POWER),
                                      CODE(DRIVER_NOT_LOADED),
                                      CODE(TIMEOUT),
                                      CODE(IRQ_ISSUE),
                                      CODE(LIBRARY_NOT_FOUND),
                                      CODE(FUNCTION_NOT_FOUND),
                                      CODE(CORRUPTED_INFOROM),
                                      CODE(GPU_IS_LOST),
                                      CODE(RESET_REQUIRED),
                                      CODE(OPERATING_SYSTEM),
                                      CODE(LIB_RM_VERSION_MISMATCH),
                                      CODE(IN_USE),
                                      CODE(MEMORY),
                                      CODE(NO_DATA),
                                      CODE(VGPU_ECC_NOT_SUPPORTED),
                                      CODE(INSUFFICIENT_RESOURCES),
                                      CODE(FREQ_NOT_SUPPORTED),
                                      CODE(ARGUMENT_VERSION_MISMATCH),
                                      CODE(DEPRECATED),
                                      CODE(NOT_READY),
                                      CODE(GPU_NOT_FOUND),
                                      CODE(INVALID_STATE),
                                      CODE(RESET_TYPE_NOT_SUPPORTED),
                                      CODE(UNKNOWN),
                                      {NULL, 0}};

static int cuda_of_branch(int branch)
{
    static const struct {
        int branch, cuda;
    } toolkits[] = {{615, 13040}, {610, 13030}, {595, 13020}, {590, 13010}, {580, 13000}, {575, 12090}, {570, 12080}, {560, 12060},
                    {555, 12050}, {550, 12040}, {545, 12030}, {535, 12020}, {530, 12010}, {525, 12000}, {520, 11080},
                    {515, 11070}, {510, 11060}, {495, 11050}, {470, 11040}, {465, 11030}, {460, 11020}, {455, 11010}};
    for (size_t i = 0; i < sizeof toolkits / sizeof *toolkits; i++)
        if (branch >= toolkits[i].branch)
            return toolkits[i].cuda;
    return 11000;
}

static const char *formatted(struct arena *arena, const char *format, int number, const char *text)
{
    char out[160];
    snprintf(out, sizeof out, format, number, text);
    return arena_text(arena, out);
}

static void hide_functions(struct builder *b, const struct at *at)
{
    struct at missing;
    for (int fn = 0; fn < FUNCTION_COUNT; fn++)
        if (functions[fn].since > b->scenario->driver.symbols)
            put_in_set(&b->scenario->hidden, (enum function)fn);
    if (!at_value(at, "missing", &missing))
        return;
    for (int i = 0; i < at_count(&missing) && is_list(&missing); i++) {
        struct at item = at_item(&missing, i);
        if (!put_matching(&b->scenario->hidden, text_of(&item)))
            problem(&item, "name an exported function, * stands for any characters", "no such function");
    }
    if (!is_list(&missing))
        problem(&missing, "write [nvmlDeviceGetPdi]", "must be a list of functions");
}

void read_driver(struct builder *b, const struct at *at)
{
    static const char *const keys[] = {"version", "nvml", "cuda", "branch", "symbols", "missing", "init", NULL};
    struct driver *driver = &b->scenario->driver;
    *driver = (struct driver){.version = ""};
    if (!only_keys(at, keys))
        return;
    key_text(at, "version", &driver->version);
    int branch = atoi(driver->version);
    if (branch < 450) {
        problem(at, "write version: 580.105.08", "version must be that of a driver, 450 or newer");
        return;
    }
    long long cuda = cuda_of_branch(branch), symbols = branch, init = NVML_SUCCESS;
    key_integer(at, "cuda", 11000, 99990, &cuda);
    key_integer(at, "symbols", 450, 9999, &symbols);
    key_choice(at, "init", return_codes, &init);
    driver->nvml = formatted(b->arena, "%d.%s", (int)(cuda / 1000), driver->version);
    driver->branch = formatted(b->arena, "r%d_00%s", branch, "");
    key_text(at, "nvml", &driver->nvml);
    key_text(at, "branch", &driver->branch);
    driver->cuda = (int)cuda;
    driver->symbols = (int)symbols;
    driver->init = (int)init;
    hide_functions(b, at);
}

void read_clock(struct builder *b, const struct at *at)
{
    static const char *const keys[] = {"fixed", "epoch", "speed", NULL};
    struct clock_spec *clock = &b->scenario->clock;
    struct at value;
    if (!only_keys(at, keys))
        return;
    clock->fixed = at_value(at, "fixed", &value) && read_duration(&value, &clock->fixed_at);
    clock->has_epoch = at_value(at, "epoch", &value) && read_instant(&value, &clock->epoch);
    key_number(at, "speed", 0.001, 100000, &clock->speed);
}

/* The time is that of a file; the way out depends on what is wrong with it. */
static void follow_steps(struct clock_spec *clock, const char *word, struct problems *problems)
{
    clock->stepped = clock_follow(word + strlen(steps));
    if (!clock->stepped)
        problem_elsewhere(problems, clock_variable, word, errno == EINVAL ? "no file of eight bytes" : strerror(errno),
                          "name a file that holds the nanoseconds since t = 0, eight bytes in the machine's order");
}

static bool read_clock_word(struct clock_spec *clock, const char *word)
{
    char *end;
    if (!strncmp(word, "fixed:", 6))
        return clock->fixed = parse_duration(word + 6, &clock->fixed_at);
    if (!strncmp(word, "epoch:", 6))
        return clock->has_epoch = parse_instant(word + 6, &clock->epoch);
    if (strncmp(word, "speed:", 6))
        return false;
    clock->speed = strtod(word + 6, &end);
    return end != word + 6 && !*end && clock->speed >= 0.001 && clock->speed <= 100000;
}

void read_clock_text(struct builder *b, const char *text, struct problems *problems)
{
    char *rest = arena_text(b->arena, text);
    char *word;
    struct clock_spec *clock = &b->scenario->clock;
    while ((word = strtok_r(rest, ",", &rest)))
        if (!strncmp(word, steps, strlen(steps)))
            follow_steps(clock, word, problems);
        else if (!read_clock_word(clock, word))
            problem_elsewhere(problems, clock_variable, word, "not a clock",
                              "write fixed:120s, epoch:2026-01-01T00:00:00Z, speed:60 or stepped:/a/file, joined by commas");
    if (clock->stepped && (clock->fixed || clock->speed != 1))
        problem_elsewhere(problems, clock_variable, text, "a clock is stepped, or frozen, or runs at a speed", "leave out the others");
}
