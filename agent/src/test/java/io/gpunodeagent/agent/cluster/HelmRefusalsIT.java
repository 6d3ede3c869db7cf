// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are wrong are refused before anything is installed, by a message that says why. */
class HelmRefusalsIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "config.publishing.dryrun=false           | /config/publishing   | 'dryrun' not allowed",
        "config.publishing.dryRun=maybe           | /config/publishing/dryRun | want boolean",
        "config.web.port=99999                    | /config/web/port     | want 65,535",
        "config.sampling.kernelLog=false          | /config/sampling/kernelLog | want string",
        "config.sampling.period=5                 | /config/sampling/period | want string",
        "config.metrics.hostnameLabel=middle      | /config/metrics/hostnameLabel | 'upper'",
        "config.gpus=all                          | /config              | 'gpus' not allowed",
        "image.digest=latest                      | /image/digest        | sha256",
        "kubeletPath=var/lib/kubelet              | /kubeletPath         | pattern",
        "tolerations=all                          | /tolerations         | want array",
        "serviceMonitor.intervall=1m              | /serviceMonitor      | 'intervall' not allowed",
        "taint.effect=NoStart                     | /taint/effect        | 'NoSchedule'",
        "service.port=0                           | /service/port        | want 1",
        "otlpExport.endpoint=collector:4318       | /otlpExport/endpoint | pattern",
        "arguments={-f}                           | \"\"                   | 'arguments' not"
            + " allowed",
        "service.enable=true                      | /service             | 'enable' not allowed",
      })
  void aWrongValueIsNamedWithItsRule(String set, String place, String rule) {
    var run = Helm.template(List.of("--set", set));
    assertThat(run.status()).isNotZero();
    assertThat(run.error()).contains("at '" + place + "'").contains(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "config.publishing.sink=node-feature | use featuresFile.enabled or nodeFeature.enabled",
        "config.health.taint=NoSchedule      | use taint.enabled and taint.effect",
        "config.web.tokenReview=true         | use metricsAccess.enabled",
        "config.labels.pluginConfigMap=a/b   | use pluginConfig.enabled",
        "config.nvml.simulate=k8s-h100-8     | use simulation.enabled",
        "config.otlp.endpoint=http://a:4318  | use otlpExport.enabled",
        "securityContext.privileged=true     | needs no privilege, leave it out",
        "serviceAccount.create=false         | set serviceAccount.name",
        "customMetrics=x,config.metrics.countersFile=/y | use one of them",
        "featuresFile.enabled=true,nodeFeature.enabled=true | labels go one way only",
        "pluginConfig.enabled=true,nodeFeature.enabled=true | name it in"
            + " config.labels.pluginConfig",
        "metricsAccess.enabled=true,config.web.basicAuth=/users | a token or a password",
        "serviceMonitor.enabled=true,podMonitor.enabled=true | every series would count twice",
        "serviceMonitor.enabled=true,service.enabled=false | set service.enabled to true",
        "prometheusRule.enabled=true,podMonitor.enabled=true | set podMonitor.honorLabels to true",
        "restricted.enabled=true,deviceShaping.enabled=true | allows no folder of the host",
        "deviceShaping.enabled=true,dra.enabled=true | set dra.enabled and simulation.enabled",
        "deviceShaping.pods=true             | needs deviceShaping.enabled: true",
      })
  void aContradictionIsNamedWithTheWayOut(String set, String way) {
    var run = Helm.template(List.of("--set", set));
    assertThat(run.status()).isNotZero();
    assertThat(run.error()).contains(way);
  }
}
