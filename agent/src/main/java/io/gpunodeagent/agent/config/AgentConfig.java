// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.agent.otlp.OtlpConfig;
import io.gpunodeagent.agent.persistence.PersistenceConfig;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.agent.recorder.RecorderConfig;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.shaper.ShaperConfig;
import io.gpunodeagent.agent.web.WebConfig;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.labels.LabelsConfig;
import io.gpunodeagent.core.policy.rule.PolicyRules;

/**
 * The whole configuration, each part owned by the package that lives by it.
 *
 * @param sampling how NVML is read
 * @param sources who else is asked, for attribution
 * @param metrics which series are served and how they are labelled
 * @param labels which labels the node gets
 * @param publishing where the labels go
 * @param health how GPUs are judged
 * @param persistence what survives a restart, and where
 * @param recorder what is recorded around faults, and where
 * @param policies what follows for idle and unfair pods
 * @param shaping how GPUs are set, by whoever does
 * @param otlp where metrics are sent, if anywhere
 * @param web where the agent answers, and which clients
 * @param log what it says of itself
 */
public record AgentConfig(
    SamplingConfig sampling,
    SourcesConfig sources,
    MetricsConfig metrics,
    LabelsConfig labels,
    PublishingConfig publishing,
    HealthRules health,
    PersistenceConfig persistence,
    RecorderConfig recorder,
    PolicyRules policies,
    ShaperConfig shaping,
    OtlpConfig otlp,
    WebConfig web,
    LogConfig log) {}
