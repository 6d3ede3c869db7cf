// SPDX-License-Identifier: Apache-2.0
#include "faults.h"

static bool on(const struct fault *fault, double t)
{
    return t >= fault->from && t < fault->until;
}

static bool concerns(const struct fault *fault, int device, bool named)
{
    if (fault->every_device)
        return !named;
    return device != NO_DEVICE && fault->devices >> device & 1;
}

bool fault_active(const struct scenario *scenario, enum fault_kind kind, int device, double t)
{
    if (kind == FAULT_LOST && scenario->removed >> device & 1)
        return true;
    for (int i = 0; i < scenario->fault_count; i++) {
        const struct fault *fault = &scenario->faults[i];
        if (fault->kind == kind && on(fault, t) && fault->devices >> device & 1)
            return true;
    }
    return false;
}

double lost_since(const struct scenario *scenario, int device, double t)
{
    double since = t;
    for (int i = 0; i < scenario->fault_count; i++) {
        const struct fault *fault = &scenario->faults[i];
        if (fault->kind == FAULT_LOST && on(fault, t) && fault->devices >> device & 1 && fault->from < since)
            since = fault->from;
    }
    return since;
}

/* Takes one of the fault's calls; false when they are used up. */
static bool take_call(struct fault *fault)
{
    return fault->calls == UNKNOWN || atomic_fetch_add_explicit(&fault->used, 1, memory_order_relaxed) < fault->calls;
}

struct effect faults_of(struct scenario *scenario, enum function fn, int device, bool named, double t)
{
    struct effect effect = {NVML_SUCCESS, 0, false};
    for (int i = 0; i < scenario->fault_count; i++) {
        struct fault *fault = &scenario->faults[i];
        if (!in_set(&fault->functions, fn) || fault->field != UNKNOWN || !on(fault, t) || !concerns(fault, device, named))
            continue;
        if (!take_call(fault))
            continue;
        if (fault->kind == FAULT_DELAY)
            effect.delay += fault->delay;
        else if (fault->kind == FAULT_HANG)
            effect.hang = true;
        else if (effect.result == NVML_SUCCESS)
            effect.result = (nvmlReturn_t)fault->result;
    }
    return effect;
}

bool fault_hangs(const struct scenario *scenario, enum function fn, int device, double t)
{
    for (int i = 0; i < scenario->fault_count; i++) {
        const struct fault *fault = &scenario->faults[i];
        if (fault->kind == FAULT_HANG && in_set(&fault->functions, fn) && on(fault, t) && concerns(fault, device, false))
            return true;
    }
    return false;
}

nvmlReturn_t fault_of_field(struct scenario *scenario, enum function fn, int device, unsigned field, double t)
{
    for (int i = 0; i < scenario->fault_count; i++) {
        struct fault *fault = &scenario->faults[i];
        if (fault->field == (long long)field && in_set(&fault->functions, fn) && on(fault, t) && concerns(fault, device, false) &&
            take_call(fault))
            return (nvmlReturn_t)fault->result;
    }
    return NVML_SUCCESS;
}
