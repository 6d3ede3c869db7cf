// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include "faults.h"
#include "readings.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };
static const int64_t look_every_ns = 100000000;

/* Enough of a file's status to tell an edited or replaced file. */
struct file_state {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec modified;
};

/* `turn` is held while a file is read or the session starts or ends; `swap` only for as long as a pointer is copied. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t swap = PTHREAD_MUTEX_INITIALIZER;
static struct world *current; /* kept after shutdown, as faults count their calls in it */
static bool initialised;      /* with `swap` */
static int references;        /* with `turn` */
static unsigned sessions;     /* with `turn` */
static char file[PATH_SIZE];  /* with `turn`, like the next */
static struct file_state seen;
static bool good; /* `current` was read from `seen` */
static _Atomic int64_t next_look;

static void complain(const char *what)
{
    fprintf(stderr, "libnvidia-ml (simulated): %s\n", what);
}

/* As seen from the working directory of now, which may change later. Links are left alone: their target may be exchanged. */
static void make_absolute(char *path)
{
    char here[PATH_SIZE];
    if (*path == '/' || !getcwd(here, sizeof here) || strlen(here) + strlen(path) + 2 > PATH_SIZE)
        return;
    memmove(path + strlen(here) + 1, path, strlen(path) + 1);
    memcpy(path, here, strlen(here));
    path[strlen(here)] = '/';
}

/* A part of the directory the library lies in. Called with `turn`. */
static void beside_library(char *out, const char *part)
{
    static char directory[PATH_SIZE];
    Dl_info info;
    if (!*directory && dladdr((void *)&session_start, &info) && info.dli_fname) {
        snprintf(directory, sizeof directory, "%s", info.dli_fname);
        make_absolute(directory);
        *strrchr(directory, '/') = 0;
    }
    snprintf(out, PATH_SIZE, "%s", directory);
    snprintf(out + strlen(out), PATH_SIZE - strlen(out), "/%s", part);
}

/* NVML_SIMULATOR_SCENARIO as a path. */
static bool find_file(char *out)
{
    const char *name = getenv("NVML_SIMULATOR_SCENARIO");
    if (!name || !*name) {
        complain("NVML_SIMULATOR_SCENARIO is not set: name a scenario or a file");
        return false;
    }
    size_t length = strlen(name);
    if (strchr(name, '/') || (length > 5 && !strcmp(name + length - 5, ".yaml"))) {
        snprintf(out, PATH_SIZE, "%s", name);
        make_absolute(out);
        return true;
    }
    char part[300];
    snprintf(part, sizeof part, "scenarios/%.250s.yaml", name);
    beside_library(out, part);
    return true;
}

static bool state_of(const char *path, struct file_state *state)
{
    struct stat status;
    memset(state, 0, sizeof *state);
    if (stat(path, &status))
        return false;
    state->device = status.st_dev;
    state->inode = status.st_ino;
    state->size = status.st_size;
    state->modified = status.st_mtim;
    return true;
}

static struct scenario *read_file(void)
{
    char catalogue[PATH_SIZE];
    beside_library(catalogue, "catalogue");
    const char *clock = getenv("NVML_SIMULATOR_CLOCK");
    return scenario_read(file, catalogue, clock && *clock ? clock : NULL, stderr);
}

static void publish(struct scenario *scenario, const struct session *session, bool running)
{
    static unsigned serial;
    struct world *world = calloc(1, sizeof *world);
    if (!world)
        abort();
    atomic_init(&world->references, 1);
    world->serial = ++serial;
    world->scenario = scenario;
    world->session = *session;
    pthread_mutex_lock(&swap);
    struct world *old = current;
    current = world;
    initialised = running;
    pthread_mutex_unlock(&swap);
    if (old)
        world_release(old);
}

static struct instant now_of(const struct scenario *scenario)
{
    return clock_at(&scenario->clock, monotonic_ns());
}

/* Every counter goes on from where it stands when its load changes; a frozen clock has no past. */
static void carry_over(struct scenario *fresh, const struct scenario *old, double t)
{
    for (int i = 0; !fresh->clock.fixed && i < fresh->device_count; i++) {
        double limit = runtime_limit(&runtimes[i]);
        struct carry before = counters_at(&old->devices[i], limit, t), after = counters_at(&fresh->devices[i], limit, t);
        const struct carry *carried = &old->devices[i].play.carry;
        struct carry *carry = &fresh->devices[i].play.carry;
        for (int c = 0; c < CHANNELS; c++)
            carry->channel[c] = carried->channel[c] + before.channel[c] - after.channel[c];
        carry->energy = carried->energy + before.energy - after.energy;
        carry->power_violation = carried->power_violation + before.power_violation - after.power_violation;
        carry->thermal_violation = carried->thermal_violation + before.thermal_violation - after.thermal_violation;
    }
}

static void reload(const struct file_state *state)
{
    seen = *state;
    struct scenario *fresh = read_file();
    if (!fresh) {
        complain("the scenario before this edit plays on");
        good = false;
        return;
    }
    struct scenario *old = current->scenario;
    if (!scenario_graft(fresh, old))
        complain("its GPUs are not those that NVML was initialised with: that waits for the next init, the rest plays now");
    carry_over(fresh, old, now_of(old).t);
    struct session session = current->session;
    publish(fresh, &session, true);
}

static void look(int64_t now)
{
    int64_t due = atomic_load_explicit(&next_look, memory_order_relaxed);
    if (now < due || !atomic_compare_exchange_strong(&next_look, &due, now + look_every_ns) || pthread_mutex_trylock(&turn))
        return;
    struct file_state state;
    if (references && state_of(file, &state) && memcmp(&state, &seen, sizeof state))
        reload(&state);
    pthread_mutex_unlock(&turn);
}

struct world *world_acquire(struct instant *now)
{
    int64_t monotonic = monotonic_ns();
    look(monotonic);
    pthread_mutex_lock(&swap);
    struct world *world = initialised ? current : NULL;
    if (world)
        atomic_fetch_add_explicit(&world->references, 1, memory_order_relaxed);
    pthread_mutex_unlock(&swap);
    if (world)
        *now = clock_at(&world->scenario->clock, monotonic);
    return world;
}

void world_release(struct world *world)
{
    if (atomic_fetch_sub_explicit(&world->references, 1, memory_order_acq_rel) > 1)
        return;
    scenario_release(world->scenario);
    free(world);
}

static void enumerate(const struct scenario *scenario, double t, struct session *session)
{
    for (int i = 0; i < scenario->device_count; i++) {
        session->index_of[i] = -1;
        if (session->flags & NVML_INIT_FLAG_NO_GPUS && !scenario->device_count)
            continue;
        if (!fault_active(scenario, FAULT_ABSENT, i, t)) {
            session->index_of[i] = session->count;
            session->device_of[session->count++] = i;
        }
    }
}

/* The scenario of the file as it is now: the one that plays, when the file is the same and was never edited under a session. */
static struct scenario *scenario_now(void)
{
    char path[PATH_SIZE];
    struct file_state state;
    if (!find_file(path))
        return NULL;
    bool there = state_of(path, &state);
    if (current && good && there && !current->scenario->base && !strcmp(path, file) && !memcmp(&state, &seen, sizeof state))
        return scenario_hold(current->scenario);
    snprintf(file, sizeof file, "%s", path);
    seen = state;
    struct scenario *fresh = read_file();
    good = fresh;
    return fresh;
}

/* An init that hangs does so until its fault ends or the file changes. */
static void wait_out_hang(const struct scenario *scenario, enum function fn)
{
    struct file_state state;
    while (fault_hangs(scenario, fn, NO_DEVICE, now_of(scenario).t) && state_of(file, &state) &&
           !memcmp(&state, &seen, sizeof state))
        sleep_seconds(0.02);
}

static nvmlReturn_t load_driver(enum function fn, unsigned flags)
{
    struct scenario *scenario = scenario_now();
    if (!scenario)
        return NVML_ERROR_UNKNOWN;
    struct session session = {.flags = flags};
    publish(scenario, &session, false);
    struct effect effect = faults_of(scenario, fn, NO_DEVICE, false, now_of(scenario).t);
    nvmlReturn_t result = effect.result;
    if (!scenario->clock.stepped)
        sleep_seconds(effect.delay);
    if (effect.hang)
        wait_out_hang(scenario, fn);
    if (result == NVML_SUCCESS)
        result = (nvmlReturn_t)scenario->driver.init;
    if (result != NVML_SUCCESS)
        return result;
    clock_start(monotonic_ns());
    session.number = ++sessions;
    session.at = now_of(scenario).t;
    enumerate(scenario, session.at, &session);
    runtime_start(scenario);
    publish(scenario_hold(scenario), &session, true);
    return NVML_SUCCESS;
}

nvmlReturn_t session_start(enum function fn, unsigned flags)
{
    pthread_mutex_lock(&turn);
    nvmlReturn_t result = references ? NVML_SUCCESS : load_driver(fn, flags);
    if (result == NVML_SUCCESS)
        references++;
    pthread_mutex_unlock(&turn);
    return result;
}

nvmlReturn_t session_end(void)
{
    pthread_mutex_lock(&turn);
    nvmlReturn_t result = references ? NVML_SUCCESS : NVML_ERROR_UNINITIALIZED;
    if (references && !--references) {
        pthread_mutex_lock(&swap);
        initialised = false;
        pthread_mutex_unlock(&swap);
    }
    pthread_mutex_unlock(&turn);
    return result;
}
