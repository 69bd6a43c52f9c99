package org.spikezip.cli.data;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * A tokenizer.json of Hugging Face, with its special tokens, truncating, without padding unless
 * asked for. Thread-safe.
 */
public final class Tokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Reads a tokenizer.
   *
   * @param maxTokens longer texts are cut
   * @param padTo shorter texts are filled up to this many tokens
   * @throws SpikezipException MALFORMED if it is no tokenizer.json, UNAVAILABLE if the native
   *     library does not run here
   */
  public static Tokenizer open(Path json, int maxTokens, OptionalInt padTo) {
    if (!Files.isRegularFile(json)) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          json + ": there is no such file",
          "give the tokenizer.json that came with the model");
    }
    NativeTokenizers.prepare();
    try {
      HuggingFaceTokenizer.Builder builder =
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(json)
              .optAddSpecialTokens(true)
              .optTruncation(true)
              .optMaxLength(padTo.orElse(maxTokens));
      if (padTo.isPresent()) {
        builder.optPadToMaxLength();
      } else {
        builder.optPadding(false);
      }
      return new Tokenizer(builder.build());
    } catch (LinkageError | EngineException e) {
      throw new SpikezipException(
          ErrorCode.UNAVAILABLE,
          "the native tokenizer library does not run here: " + e.getMessage(),
          "tokenize elsewhere and give --inputs F.npz",
          e);
    } catch (IOException | RuntimeException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          json + " is no tokenizer: " + e.getMessage(),
          "give the tokenizer.json that came with the model",
          e);
    }
  }

  Encoding encode(String text) {
    return tokenizer.encode(text);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
