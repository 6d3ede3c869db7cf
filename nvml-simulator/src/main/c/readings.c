// SPDX-License-Identifier: Apache-2.0
#include "readings.h"

#include "nvml_abi.h"

#include <math.h>

/* Where the catalogue does not know: idle draws a tenth of the limit. */
static const double idle_share = 0.1;
/* Sleeping boards idle at about a sixth of their clock. */
static const double idle_clock_share = 0.16;

static double idle_power(const struct model *model)
{
    return isnan(model->power_idle) ? model->power_default * idle_share : model->power_idle;
}

struct affine power_of(const struct device *device, double limit)
{
    const struct model *model = device->id.model;
    const struct load *load = &device->play.load;
    double idle = idle_power(model);
    if (!load->given[CH_POWER])
        return (struct affine){idle, (limit - idle) / 100, &load->channel[CH_SM]};
    const struct signal *given = &load->channel[CH_POWER];
    double peak = curve_peak(given->terms[0].curve);
    double factor = peak > limit && peak > idle ? (limit - idle) / (peak - idle) : 1;
    return (struct affine){factor < 1 ? idle * (1 - factor) : 0, factor, given};
}

struct affine temperature_of(const struct device *device, double limit)
{
    const struct model *model = device->id.model;
    const struct load *load = &device->play.load;
    if (load->given[CH_TEMPERATURE])
        return (struct affine){0, 1, &load->channel[CH_TEMPERATURE]};
    double idle = idle_power(model), span = model->power_default - idle;
    if (isnan(span) || span <= 0)
        return (struct affine){device->id.temperature_idle, device->id.temperature_rise / 100, &load->channel[CH_SM]};
    struct affine power = power_of(device, limit);
    double slope = device->id.temperature_rise / span;
    return (struct affine){device->id.temperature_idle + slope * (power.offset - idle), slope * power.factor, power.signal};
}

double affine_value(const struct affine *q, double t)
{
    return q->offset + q->factor * signal_value(q->signal, t);
}

double affine_mean(const struct affine *q, double t, double window)
{
    return q->offset + q->factor * signal_mean(q->signal, t, window);
}

double affine_integral(const struct affine *q, double t)
{
    return q->offset * t + q->factor * signal_integral(q->signal, t);
}

double affine_time_above(const struct affine *q, double threshold, double t)
{
    if (q->factor <= 0 || isnan(threshold) || isnan(q->factor))
        return q->offset >= threshold ? t : 0;
    if (!q->signal->term_count)
        return q->offset >= threshold ? t : 0;
    return signal_time_above(q->signal, (threshold - q->offset) / q->factor, t);
}

double operating_temperature(const struct identity *id)
{
    const struct model *m = id->model;
    if (m->operating != UNKNOWN)
        return (double)m->operating;
    return m->tlimit_idle != UNKNOWN ? id->temperature_idle + (double)m->tlimit_idle : UNKNOWN_D;
}

static double beyond_operating(const struct identity *id, long long absolute, long long margin)
{
    if (absolute != UNKNOWN)
        return (double)absolute;
    return margin != UNKNOWN ? operating_temperature(id) - (double)margin : UNKNOWN_D;
}

double slowdown_temperature(const struct identity *id)
{
    return beyond_operating(id, id->model->slowdown, id->model->slowdown_tlimit);
}

double shutdown_temperature(const struct identity *id)
{
    return beyond_operating(id, id->model->shutdown, id->model->shutdown_tlimit);
}

/* Power counts as at the limit from here on. */
static double cap_of(double limit)
{
    return limit * 0.999;
}

static double energy_since(const struct device *device, double limit, double t)
{
    struct affine power = power_of(device, limit);
    return affine_integral(&power, t) * 1e3;
}

static double power_violation_since(const struct device *device, double limit, double t)
{
    struct affine power = power_of(device, limit);
    return affine_time_above(&power, cap_of(limit), t) * 1e9;
}

static double thermal_violation_since(const struct device *device, double limit, double t)
{
    struct affine temperature = temperature_of(device, limit);
    return affine_time_above(&temperature, operating_temperature(&device->id), t) * 1e9;
}

struct carry counters_at(const struct device *device, double limit, double t)
{
    struct carry sums = {.energy = energy_since(device, limit, t),
                         .power_violation = power_violation_since(device, limit, t),
                         .thermal_violation = thermal_violation_since(device, limit, t)};
    for (int channel = 0; channel < CHANNELS; channel++)
        sums.channel[channel] = signal_integral(&device->play.load.channel[channel], t);
    return sums;
}

double energy_shown(const struct device *device, struct runtime *runtime, double t)
{
    struct limit_carry limits;
    double limit = runtime_limit_and_carry(runtime, &limits);
    return device->play.counters.energy + device->play.carry.energy + limits.energy + energy_since(device, limit, t);
}

double power_violation_shown(const struct device *device, struct runtime *runtime, double t)
{
    struct limit_carry limits;
    double limit = runtime_limit_and_carry(runtime, &limits);
    return device->play.counters.power_violation + device->play.carry.power_violation + limits.power_violation +
           power_violation_since(device, limit, t);
}

double thermal_violation_shown(const struct device *device, struct runtime *runtime, double t)
{
    struct limit_carry limits;
    double limit = runtime_limit_and_carry(runtime, &limits);
    return device->play.counters.thermal_violation + device->play.carry.thermal_violation + limits.thermal_violation +
           thermal_violation_since(device, limit, t);
}

double channel_integral(const struct device *device, enum channel channel, double t)
{
    return device->play.carry.channel[channel] + signal_integral(&device->play.load.channel[channel], t);
}

bool process_runs(const struct process *process, double t)
{
    return t >= process->from && t < process->until;
}

double process_memory(const struct process *process, double t)
{
    return signal_value(&process->memory, t);
}

struct memory_use memory_of(const struct device *device, int instance, const struct mig_profile *profile, const struct load *load,
                            double t)
{
    const double mib = 1048576;
    const struct model *m = device->id.model;
    struct memory_use use = {(double)(profile ? profile->memory_mib : m->memory_mib) * mib, 0, 0};
    if (!profile && m->memory_reserved_mib != UNKNOWN)
        use.reserved = (double)m->memory_reserved_mib * mib;
    for (int i = 0; i < device->play.process_count; i++)
        if (instance < 0 || device->play.processes[i].instance == instance)
            use.used += process_memory(&device->play.processes[i], t);
    if (load)
        use.used += signal_value(&load->channel[CH_FB], t);
    use.used = floor(fmin(use.used, use.total - use.reserved));
    return use;
}

static bool idle(const struct device *device, double t)
{
    const struct load *load = &device->play.load;
    return signal_value(&load->channel[CH_SM], t) < 0.5 && signal_value(&load->channel[CH_MEMORY], t) < 0.5;
}

bool asleep(const struct device *device, double t)
{
    for (int i = 0; i < device->play.process_count; i++)
        if (process_runs(&device->play.processes[i], t))
            return false;
    return idle(device, t);
}

/* The memory clock of the lowest performance state, 0 when the board has none (HBM runs at one speed). */
static unsigned sleeping_memory_clock(const struct model *m)
{
    for (int i = 0; i < m->clock_count; i++)
        if (m->clocks[i].memory < 1000 && m->clocks[i].memory * 2 < m->clock_memory)
            return (unsigned)m->clocks[i].memory;
    return 0;
}

static double lowest_graphics_clock(const struct model *m)
{
    return m->clock_count ? (double)m->clocks[0].graphics_min : (double)m->clock_graphics * idle_clock_share;
}

static uint64_t reasons_of(const struct device *device, double limit, double t)
{
    struct affine power = power_of(device, limit), temperature = temperature_of(device, limit);
    double degrees = affine_value(&temperature, t);
    uint64_t reasons = 0;
    if (idle(device, t))
        reasons |= nvmlClocksEventReasonGpuIdle;
    if (!isnan(limit) && affine_value(&power, t) >= cap_of(limit))
        reasons |= nvmlClocksEventReasonSwPowerCap;
    if (degrees >= operating_temperature(&device->id))
        reasons |= nvmlClocksEventReasonSwThermalSlowdown;
    if (degrees >= slowdown_temperature(&device->id))
        reasons |= nvmlClocksThrottleReasonHwThermalSlowdown | nvmlClocksThrottleReasonHwSlowdown;
    return reasons;
}

static double held_back(uint64_t reasons)
{
    if (reasons & nvmlClocksThrottleReasonHwSlowdown)
        return 0.5;
    if (reasons & nvmlClocksEventReasonSwThermalSlowdown)
        return 0.75;
    return reasons & nvmlClocksEventReasonSwPowerCap ? 0.9 : 1;
}

static unsigned graphics_clock(const struct model *m, struct runtime *r, double wanted, uint64_t *reasons)
{
    double step = m->clock_count ? m->clocks[0].step : 15;
    double low = lowest_graphics_clock(m);
    unsigned locked_min = atomic_load(&r->locked_min), locked_max = atomic_load(&r->locked_max);
    if (locked_max && wanted > locked_max) {
        wanted = locked_max;
        *reasons |= nvmlClocksEventReasonApplicationsClocksSetting;
    }
    wanted = fmax(wanted, locked_min);
    if (step > 0 && wanted < (double)m->clock_graphics)
        wanted = low + floor((wanted - low) / step + 1e-9) * step;
    return (unsigned)fmax(0, wanted);
}

struct clocks clocks_of(const struct device *device, struct runtime *runtime, double t)
{
    const struct model *m = device->id.model;
    double limit = runtime_limit(runtime);
    struct clocks c = {.reasons = reasons_of(device, limit, t)};
    unsigned sleeping = sleeping_memory_clock(m);
    bool sleeps = asleep(device, t);
    bool slow = c.reasons & nvmlClocksEventReasonGpuIdle && (sleeps || !sleeping);
    double top = (double)(m->clock_graphics == UNKNOWN ? 0 : m->clock_graphics);
    c.graphics = graphics_clock(m, runtime, slow ? lowest_graphics_clock(m) : top * held_back(c.reasons), &c.reasons);
    c.memory = m->clock_memory == UNKNOWN ? 0 : (unsigned)m->clock_memory;
    unsigned memory_max = atomic_load(&runtime->memory_locked_max);
    if (sleeps && sleeping)
        c.memory = sleeping;
    else if (memory_max && memory_max < c.memory)
        c.memory = memory_max;
    c.pstate = sleeps && sleeping ? NVML_PSTATE_8 : NVML_PSTATE_0;
    if (m->clock_video != UNKNOWN && top > 0)
        c.video = (unsigned)((double)m->clock_video * (double)c.graphics / top);
    return c;
}

double events_until(const struct scenario *scenario, int device, uint64_t type, double t)
{
    double count = 0;
    for (int i = 0; i < scenario->event_count && scenario->events[i].at <= t; i++)
        count += scenario->events[i].device == device && scenario->events[i].type == type;
    return count;
}
