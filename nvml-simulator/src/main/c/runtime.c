// SPDX-License-Identifier: Apache-2.0
#include "runtime.h"

#include <string.h>

struct runtime runtimes[MAX_DEVICES];

static void make_locks(void)
{
    for (int i = 0; i < MAX_DEVICES; i++)
        pthread_mutex_init(&runtimes[i].lock, NULL);
}

static void settings_of(struct runtime *r, const struct identity *id)
{
    snprintf(r->uuid, sizeof r->uuid, "%s", id->uuid);
    atomic_store(&r->compute_mode, id->compute_mode);
    atomic_store(&r->persistence, id->persistence);
    atomic_store(&r->ecc_pending, id->ecc);
    atomic_store(&r->accounting, id->accounting);
    atomic_store(&r->locked_min, 0);
    atomic_store(&r->locked_max, 0);
    atomic_store(&r->memory_locked_min, 0);
    atomic_store(&r->memory_locked_max, 0);
    atomic_store(&r->app_graphics, 0);
    atomic_store(&r->app_memory, 0);
    atomic_store(&r->link_threshold, 0);
    atomic_store(&r->drained, 0);
    atomic_store(&r->clocks_for_all, 0);
    r->limit = id->model->power_default;
    r->limit_carry = (struct limit_carry){0};
    memset(r->ecc_cleared, 0, sizeof r->ecc_cleared);
    memset(r->link_errors_cleared, 0, sizeof r->link_errors_cleared);
    r->accounting_since = r->accounting_cleared = 0;
    r->mig = (struct mig_state){0};
    atomic_store(&r->mig_seen, 0);
    atomic_store(&r->mig_enabled, false);
}

void runtime_start(const struct scenario *scenario)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_locks);
    for (int i = 0; i < scenario->device_count; i++) {
        struct runtime *r = &runtimes[i];
        pthread_mutex_lock(&r->lock);
        if (strcmp(r->uuid, scenario->devices[i].id.uuid))
            settings_of(r, &scenario->devices[i].id);
        pthread_mutex_unlock(&r->lock);
    }
}

double runtime_limit_and_carry(struct runtime *runtime, struct limit_carry *carry)
{
    pthread_mutex_lock(&runtime->lock);
    double limit = runtime->limit;
    *carry = runtime->limit_carry;
    pthread_mutex_unlock(&runtime->lock);
    return limit;
}

double runtime_limit(struct runtime *runtime)
{
    struct limit_carry ignored;
    return runtime_limit_and_carry(runtime, &ignored);
}

void runtime_note(struct runtime *runtime, double at, uint64_t type)
{
    pthread_mutex_lock(&runtime->lock);
    runtime->notes[runtime->notes_count++ % MAX_NOTES] = (struct note){at, type};
    pthread_mutex_unlock(&runtime->lock);
}
