// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.top.StateStream;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.login.Login;
import io.gpunodeagent.agent.tls.ClientCertificate;
import io.gpunodeagent.agent.web.AgentCaller;
import io.gpunodeagent.agent.web.RunningAgent;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether a command asks the agent that runs here, and how it is let in. */
final class AgentOptions {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--direct",
      description = "Read the GPUs here, also where an agent runs that could be asked.")
  private boolean direct;

  @Mixin private final Login login = new Login();

  @Option(
      names = "--client-certificate",
      paramLabel = "FILE",
      description = "Certificate in PEM to show to an agent that demands one.")
  private @Nullable Path certificate;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      description = "Its private key in PEM, PKCS #8.")
  private @Nullable Path key;

  /**
   * Whether the agent that runs here is asked: it knows the past and reads NVML already. A scenario
   * is played here.
   */
  boolean asks(Outcome.Valid valid, Options options) {
    check(options);
    return !direct
        && !options.choosesNvml()
        && RunningAgent.ask(valid.config().web()) != RunningAgent.Answer.ABSENT;
  }

  private void check(Options options) {
    login.check(spec);
    if ((certificate == null) != (key == null)) {
      throw wrong("--client-certificate and --client-key go together: give both or neither");
    }
    if ((direct || options.choosesNvml()) && (login.given() || certificate != null)) {
      throw wrong(
          "--token-file, --user and --client-certificate are for a running agent, which --direct,"
              + " --simulate and --nvml-library do not ask: leave one of both out");
    }
  }

  private ParameterException wrong(String line) {
    return new ParameterException(spec.commandLine(), line);
  }

  /**
   * The states of the agent that runs here.
   *
   * @throws FaultException when a file of credentials cannot be used
   */
  StateStream stream(Outcome.Valid valid, Options options) {
    var web = valid.config().web();
    var pod = Access.ofPod(options.around().environment()).token();
    var caller = new AgentCaller(login, Optional.of(pod), certificate());
    login.authorization(); // so that a wrong file is said at once
    caller.warning(web).ifPresent(options.around().err()::println);
    return new StateStream(web, caller);
  }

  private Optional<ClientCertificate> certificate() {
    if (certificate == null || key == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ClientCertificate.read("--client-certificate", certificate, "--client-key", key));
    } catch (SetupException unusable) {
      throw new FaultException(unusable.getMessage());
    }
  }
}
