package org.spikezip.host.plugin;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Whether what a plugin offers was compiled against an interface that is like ours. */
final class ApiCheck {
  private ApiCheck() {}

  /**
   * Does nothing if an object has every method of an interface of ours. A class compiled against
   * another version of it may lack some, which the virtual machine tells only when one is called.
   *
   * @throws SpikezipException USAGE naming the first method that it lacks
   */
  static void requireComplete(Object offered, Class<?> api) {
    Class<?> type = offered.getClass();
    Arrays.stream(api.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .sorted(Comparator.comparing(Method::getName))
        .filter(method -> isMissing(type, method))
        .findFirst()
        .ifPresent(
            method -> {
              throw new SpikezipException(
                  ErrorCode.USAGE,
                  type.getName()
                      + " has no method "
                      + api.getSimpleName()
                      + "."
                      + method.getName()
                      + Fault.OTHER_VERSION);
            });
  }

  private static boolean isMissing(Class<?> type, Method method) {
    try {
      Method found = type.getMethod(method.getName(), method.getParameterTypes());
      return Modifier.isAbstract(found.getModifiers());
    } catch (NoSuchMethodException e) {
      return true;
    }
  }
}
