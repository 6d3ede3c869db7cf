// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.cluster.reviews.TokenReviewer;
import io.gpunodeagent.agent.cluster.reviews.TokenReviewer.Answer;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.web.TokenJudge;
import java.lang.System.Logger.Level;

/**
 * Has the API server judge who scrapes; says once when it does not answer, and once when it does
 * again.
 */
record ScrapeTokens(TokenReviewer reviewer, OngoingProblems problems) implements TokenJudge {

  private static final System.Logger LOG = System.getLogger("web");
  private static final String REVIEW = "review";

  ScrapeTokens(TokenReviewer reviewer) {
    this(reviewer, new OngoingProblems());
  }

  @Override
  public Verdict judge(String token, String path) {
    try {
      return verdict(reviewer.review(token, path));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.UNDECIDED;
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
        if (problems.begins(REVIEW)) {
          LOG.log(
              Level.WARNING,
              "No token is accepted: the API server does not check them: {0}",
              reason);
        }
        yield Verdict.UNDECIDED;
      }
    };
  }

  private void over() {
    if (problems.ends(REVIEW)) {
      LOG.log(Level.INFO, "The API server checks tokens again");
    }
  }
}
