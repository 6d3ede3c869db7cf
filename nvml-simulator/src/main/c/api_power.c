// SPDX-License-Identifier: Apache-2.0
/* Power and energy. */
#include "nvml_calls.h"

#include <math.h>

/* GA100 and everything before Ampere shows the power of the moment, later boards the mean of a second. */
static bool shows_average(const struct model *m)
{
    if (m->average_power_known)
        return m->average_power;
    return m->architecture > NVML_DEVICE_ARCH_AMPERE || (m->architecture == NVML_DEVICE_ARCH_AMPERE && m->cuda_minor != 0);
}

API(nvmlDeviceGetPowerUsage)(struct call *c, unsigned int *power)
{
    struct affine watts = power_of(c->device, runtime_limit(c->runtime));
    bool average = shows_average(c->device->id.model);
    return known_mw(average ? affine_mean(&watts, c->now.t, 1) : affine_value(&watts, c->now.t), power);
}

API(nvmlDeviceGetTotalEnergyConsumption)(struct call *c, unsigned long long *energy)
{
    REQUIRE(energy);
    double total = energy_shown(c->device, c->runtime, c->now.t);
    SUPPORTED_IF(!isnan(total));
    *energy = (unsigned long long)total;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetPowerManagementMode)(struct call *c, nvmlEnableState_t *mode)
{
    SUPPORTED_IF(!isnan(c->device->id.model->power_default));
    return known(NVML_FEATURE_ENABLED, (unsigned *)mode);
}

API(nvmlDeviceGetPowerManagementLimit)(struct call *c, unsigned int *limit)
{
    return known_mw(runtime_limit(c->runtime), limit);
}

API(nvmlDeviceGetEnforcedPowerLimit)(struct call *c, unsigned int *limit)
{
    return sim_nvmlDeviceGetPowerManagementLimit(c, limit);
}

API(nvmlDeviceGetPowerManagementDefaultLimit)(struct call *c, unsigned int *defaultLimit)
{
    return known_mw(c->device->id.model->power_default, defaultLimit);
}

API(nvmlDeviceGetPowerManagementLimitConstraints)(struct call *c, unsigned int *minLimit, unsigned int *maxLimit)
{
    REQUIRE(maxLimit);
    RETURN_UNLESS_GOOD(known_mw(c->device->id.model->power_min, minLimit));
    return known_mw(c->device->id.model->power_max, maxLimit);
}

API(nvmlDeviceGetPowerSource)(struct call *c, nvmlPowerSource_t *powerSource)
{
    (void)c;
    return known(NVML_POWER_SOURCE_AC, powerSource);
}

/* Energy and violation times keep what they have gathered under the limit before. */
static void change_limit(struct call *c, double watts)
{
    struct runtime *r = c->runtime;
    pthread_mutex_lock(&r->lock);
    struct carry before = counters_at(c->device, r->limit, c->now.t), after = counters_at(c->device, watts, c->now.t);
    r->limit_carry.energy += before.energy - after.energy;
    r->limit_carry.power_violation += before.power_violation - after.power_violation;
    r->limit_carry.thermal_violation += before.thermal_violation - after.thermal_violation;
    r->limit = watts;
    pthread_mutex_unlock(&r->lock);
}

API(nvmlDeviceSetPowerManagementLimit)(struct call *c, unsigned int limit)
{
    const struct model *m = c->device->id.model;
    SUPPORTED_IF(!isnan(m->power_min) && !isnan(m->power_max) && !isnan(m->power_default));
    REQUIRE(limit >= m->power_min * 1e3 && limit <= m->power_max * 1e3);
    change_limit(c, limit / 1e3);
    return NVML_SUCCESS;
}

API(nvmlDeviceSetPowerManagementLimit_v2)(struct call *c, nvmlPowerValue_v2_t *powerValue)
{
    REQUIRE(powerValue);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, powerValue->version, nvmlPowerValue_v2));
    REQUIRE(powerValue->powerScope < NVML_POWER_SCOPE_COUNT);
    SUPPORTED_IF(powerValue->powerScope == NVML_POWER_SCOPE_GPU);
    return sim_nvmlDeviceSetPowerManagementLimit(c, powerValue->powerValueMw);
}
