package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.cluster.TokenReviewer;
import io.gpunodeagent.agent.cluster.TokenReviewer.Answer;
import io.gpunodeagent.agent.web.TokenJudge;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Has the API server judge who scrapes; says once when it does not answer, and once when it does
 * again.
 */
record ScrapeTokens(TokenReviewer reviewer, AtomicReference<String> trouble) implements TokenJudge {

  private static final System.Logger LOG = System.getLogger("web");

  ScrapeTokens(TokenReviewer reviewer) {
    this(reviewer, new AtomicReference<>(""));
  }

  @Override
  public Verdict judge(String token, String path) {
    try {
      return verdict(reviewer.review(token, path));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.UNTOLD;
    }
  }

  private Verdict verdict(Answer answer) {
    return switch (answer) {
      case Answer.User(var allowed) -> {
        over();
        yield allowed ? Verdict.ADMITTED : Verdict.FORBIDDEN;
      }
      case Answer.Nobody() -> {
        over();
        yield Verdict.UNKNOWN;
      }
      case Answer.Unavailable(var reason) -> {
        if (trouble.getAndSet(reason).isEmpty()) {
          LOG.log(
              Level.WARNING,
              "Nobody is let in by a token: the API server does not judge them: {0}",
              reason);
        }
        yield Verdict.UNTOLD;
      }
    };
  }

  private void over() {
    if (!trouble.getAndSet("").isEmpty()) {
      LOG.log(Level.INFO, "The API server judges tokens again");
    }
  }
}
