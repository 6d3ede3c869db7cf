// SPDX-License-Identifier: Apache-2.0
/* Temperatures and fans. */
#include "nvml_calls.h"

#include <math.h>

static int degrees(const struct call *c)
{
    struct affine temperature = temperature_of(c->device, runtime_limit(c->runtime));
    return (int)lround(affine_value(&temperature, c->now.t));
}

API(nvmlDeviceGetTemperature)(struct call *c, nvmlTemperatureSensors_t sensorType, unsigned int *temp)
{
    REQUIRE(sensorType == NVML_TEMPERATURE_GPU);
    return known(degrees(c), temp);
}

API(nvmlDeviceGetTemperatureV)(struct call *c, nvmlTemperature_t *temperature)
{
    REQUIRE(temperature);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, temperature->version, nvmlTemperature_v1));
    if (temperature->sensorType == NVML_TEMPERATURE_GPU_MAX && driver_has(c, 615)) {
        SUPPORTED_IF(c->device->id.temperature_spread >= 0);
        temperature->temperature = degrees(c) + (int)lround(c->device->id.temperature_spread);
        return NVML_SUCCESS;
    }
    REQUIRE(temperature->sensorType == NVML_TEMPERATURE_GPU);
    temperature->temperature = degrees(c);
    return NVML_SUCCESS;
}

/* Down to the highest operating temperature; only boards that state margins have it. */
API(nvmlDeviceGetMarginTemperature)(struct call *c, nvmlMarginTemperature_t *marginTempInfo)
{
    REQUIRE(marginTempInfo);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, marginTempInfo->version, nvmlMarginTemperature_v1));
    SUPPORTED_IF(c->device->id.model->tlimit_idle != UNKNOWN);
    marginTempInfo->marginTemperature = (int)lround(operating_temperature(&c->device->id)) - degrees(c);
    return NVML_SUCCESS;
}

/* Boards that state margins do not state temperatures. */
API(nvmlDeviceGetTemperatureThreshold)(struct call *c, nvmlTemperatureThresholds_t thresholdType, unsigned int *temp)
{
    const struct model *m = c->device->id.model;
    REQUIRE((unsigned)thresholdType < NVML_TEMPERATURE_THRESHOLD_COUNT);
    switch (thresholdType) {
    case NVML_TEMPERATURE_THRESHOLD_SHUTDOWN: return known(m->shutdown, temp);
    case NVML_TEMPERATURE_THRESHOLD_SLOWDOWN: return known(m->slowdown, temp);
    case NVML_TEMPERATURE_THRESHOLD_GPU_MAX: return known(m->operating, temp);
    default: return NVML_ERROR_NOT_SUPPORTED;
    }
}

API(nvmlDeviceGetThermalSettings)(struct call *c, unsigned int sensorIndex, nvmlGpuThermalSettings_t *pThermalSettings)
{
    REQUIRE(pThermalSettings && (sensorIndex == 0 || sensorIndex == NVML_THERMAL_TARGET_ALL));
    *pThermalSettings = (nvmlGpuThermalSettings_t){.count = 1};
    double top = shutdown_temperature(&c->device->id);
    pThermalSettings->sensor[0].controller = NVML_THERMAL_CONTROLLER_GPU_INTERNAL;
    pThermalSettings->sensor[0].target = NVML_THERMAL_TARGET_GPU;
    pThermalSettings->sensor[0].defaultMaxTemp = isnan(top) ? 127 : (int)lround(top);
    pThermalSettings->sensor[0].currentTemp = degrees(c);
    return NVML_SUCCESS;
}

/* 30 % at rest; with the temperature up to 100 % at the highest operating one. */
static unsigned fan_percent(const struct call *c)
{
    const struct load *load = &c->device->play.load;
    if (load->given[CH_FAN])
        return (unsigned)lround(signal_value(&load->channel[CH_FAN], c->now.t));
    double idle = c->device->id.temperature_idle, top = operating_temperature(&c->device->id);
    double share = isnan(top) || top <= idle ? 0 : (degrees(c) - idle) / (top - idle);
    return (unsigned)lround(30 + 70 * fmin(1, fmax(0, share)));
}

API(nvmlDeviceGetNumFans)(struct call *c, unsigned int *numFans)
{
    return known(c->device->id.model->fans, numFans);
}

static nvmlReturn_t check_fan(const struct call *c, unsigned fan)
{
    SUPPORTED_IF(c->device->id.model->fans > 0);
    REQUIRE(fan < c->device->id.model->fans);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetFanSpeed_v2)(struct call *c, unsigned int fan, unsigned int *speed)
{
    RETURN_UNLESS_GOOD(check_fan(c, fan));
    return known(fan_percent(c), speed);
}

API(nvmlDeviceGetFanSpeed)(struct call *c, unsigned int *speed)
{
    return sim_nvmlDeviceGetFanSpeed_v2(c, 0, speed);
}

API(nvmlDeviceGetTargetFanSpeed)(struct call *c, unsigned int fan, unsigned int *targetSpeed)
{
    return sim_nvmlDeviceGetFanSpeed_v2(c, fan, targetSpeed);
}

API(nvmlDeviceGetFanSpeedRPM)(struct call *c, nvmlFanSpeedInfo_t *fanSpeed)
{
    REQUIRE(fanSpeed);
    RETURN_UNLESS_GOOD(CHECK_VERSION(c, fanSpeed->version, nvmlFanSpeedInfo_v1));
    RETURN_UNLESS_GOOD(check_fan(c, fanSpeed->fan));
    fanSpeed->speed = fan_percent(c) * 42;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetMinMaxFanSpeed)(struct call *c, unsigned int *minSpeed, unsigned int *maxSpeed)
{
    REQUIRE(minSpeed && maxSpeed);
    RETURN_UNLESS_GOOD(check_fan(c, 0));
    *minSpeed = 30;
    *maxSpeed = 100;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetFanControlPolicy_v2)(struct call *c, unsigned int fan, nvmlFanControlPolicy_t *policy)
{
    RETURN_UNLESS_GOOD(check_fan(c, fan));
    return known(NVML_FAN_POLICY_TEMPERATURE_CONTINOUS_SW, policy);
}
