// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.nvml.jna.DeviceStructs;
import io.gpunodeagent.nvml.jna.EccStructs;
import io.gpunodeagent.nvml.jna.EventStructs;
import io.gpunodeagent.nvml.jna.GpmStructs;
import io.gpunodeagent.nvml.jna.LinkStructs;
import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.MigStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.ProcessStructs;
import io.gpunodeagent.nvml.jna.SecurityStructs;
import io.gpunodeagent.nvml.jna.VgpuStructs;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares every number of C that is written down here with the header's. */
class AbiTest {
  private static final Abi ABI = read();

  private static Abi read() {
    try {
      return Abi.read();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Class<?>> structs() {
    return Stream.of(
            DeviceStructs.class,
            LoadStructs.class,
            EccStructs.class,
            EventStructs.class,
            ProcessStructs.class,
            MigStructs.class,
            LinkStructs.class,
            GpmStructs.class,
            SecurityStructs.class,
            VgpuStructs.class)
        .flatMap(group -> Arrays.stream(group.getDeclaredClasses()));
  }

  @ParameterizedTest
  @MethodSource("structs")
  void aStructHasTheLayoutOfC(Class<?> struct) throws IllegalAccessException {
    Map<String, Integer> expected = layout(cStruct(struct.getSimpleName()));

    for (Field constant : struct.getDeclaredFields()) {
      assertThat(expected).containsKey(plain(constant.getName()));
      assertThat(constant.getInt(null))
          .as(constant.getName())
          .isEqualTo(expected.get(plain(constant.getName())));
    }
  }

  /** Names of fields to offsets, with {@code sizeof} and {@code version<n>} among them. */
  private static Map<String, Integer> layout(Map.Entry<String, Object> struct) {
    Map<String, Object> facts = Abi.map(struct.getValue());
    Map<String, Integer> layout = new LinkedHashMap<>();
    layout.put("sizeof", Abi.number(Objects.requireNonNull(facts.get("size"))));
    Abi.map(Objects.requireNonNull(facts.get("fields")))
        .forEach(
            (name, field) ->
                layout.put(
                    plain(name), Abi.number(Objects.requireNonNull(Abi.map(field).get("offset")))));
    ABI.at("structVersions").values().stream()
        .map(Abi::map)
        .filter(version -> struct.getKey().equals(version.get("struct")))
        .forEach(
            version ->
                layout.put(
                    "version" + version.get("version"),
                    Abi.number(Objects.requireNonNull(version.get("value")))));
    return layout;
  }

  private static Map.Entry<String, Object> cStruct(String javaName) {
    return ABI.at("structs").entrySet().stream()
        .filter(struct -> plain(struct.getKey()).equals("nvml" + plain(javaName) + "t"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such struct in C: " + javaName));
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /**
   * Several versions of a struct are read by the same code, from the offset of their first field.
   */
  static Stream<int[]> runs() {
    return Stream.of(
        offsets(
            MigStructs.GpuInstanceProfileInfo.SLICE_COUNT,
            MigStructs.GpuInstanceProfileInfo.INSTANCE_COUNT,
            MigStructs.GpuInstanceProfileInfo.MULTIPROCESSOR_COUNT,
            MigStructs.GpuInstanceProfileInfo.COPY_ENGINE_COUNT,
            MigStructs.GpuInstanceProfileInfo.DECODER_COUNT,
            MigStructs.GpuInstanceProfileInfo.ENCODER_COUNT,
            MigStructs.GpuInstanceProfileInfo.JPEG_COUNT,
            MigStructs.GpuInstanceProfileInfo.OFA_COUNT),
        offsets(
            MigStructs.GpuInstanceProfileInfoV2.SLICE_COUNT,
            MigStructs.GpuInstanceProfileInfoV2.INSTANCE_COUNT,
            MigStructs.GpuInstanceProfileInfoV2.MULTIPROCESSOR_COUNT,
            MigStructs.GpuInstanceProfileInfoV2.COPY_ENGINE_COUNT,
            MigStructs.GpuInstanceProfileInfoV2.DECODER_COUNT,
            MigStructs.GpuInstanceProfileInfoV2.ENCODER_COUNT,
            MigStructs.GpuInstanceProfileInfoV2.JPEG_COUNT,
            MigStructs.GpuInstanceProfileInfoV2.OFA_COUNT),
        offsets(
            MigStructs.GpuInstanceProfileInfoV3.SLICE_COUNT,
            MigStructs.GpuInstanceProfileInfoV3.INSTANCE_COUNT,
            MigStructs.GpuInstanceProfileInfoV3.MULTIPROCESSOR_COUNT,
            MigStructs.GpuInstanceProfileInfoV3.COPY_ENGINE_COUNT,
            MigStructs.GpuInstanceProfileInfoV3.DECODER_COUNT,
            MigStructs.GpuInstanceProfileInfoV3.ENCODER_COUNT,
            MigStructs.GpuInstanceProfileInfoV3.JPEG_COUNT,
            MigStructs.GpuInstanceProfileInfoV3.OFA_COUNT),
        offsets(
            MigStructs.ComputeInstanceProfileInfo.ID,
            MigStructs.ComputeInstanceProfileInfo.SLICE_COUNT,
            MigStructs.ComputeInstanceProfileInfo.INSTANCE_COUNT,
            MigStructs.ComputeInstanceProfileInfo.MULTIPROCESSOR_COUNT,
            MigStructs.ComputeInstanceProfileInfo.SHARED_COPY_ENGINE_COUNT,
            MigStructs.ComputeInstanceProfileInfo.SHARED_DECODER_COUNT,
            MigStructs.ComputeInstanceProfileInfo.SHARED_ENCODER_COUNT,
            MigStructs.ComputeInstanceProfileInfo.SHARED_JPEG_COUNT,
            MigStructs.ComputeInstanceProfileInfo.SHARED_OFA_COUNT),
        offsets(
            MigStructs.ComputeInstanceProfileInfoV2.ID,
            MigStructs.ComputeInstanceProfileInfoV2.SLICE_COUNT,
            MigStructs.ComputeInstanceProfileInfoV2.INSTANCE_COUNT,
            MigStructs.ComputeInstanceProfileInfoV2.MULTIPROCESSOR_COUNT,
            MigStructs.ComputeInstanceProfileInfoV2.SHARED_COPY_ENGINE_COUNT,
            MigStructs.ComputeInstanceProfileInfoV2.SHARED_DECODER_COUNT,
            MigStructs.ComputeInstanceProfileInfoV2.SHARED_ENCODER_COUNT,
            MigStructs.ComputeInstanceProfileInfoV2.SHARED_JPEG_COUNT,
            MigStructs.ComputeInstanceProfileInfoV2.SHARED_OFA_COUNT,
            MigStructs.ComputeInstanceProfileInfoV3.NAME),
        offsets(
            LinkStructs.GpuFabricInfo.CLUSTER_UUID + 12,
            LinkStructs.GpuFabricInfo.STATUS,
            LinkStructs.GpuFabricInfo.CLIQUE_ID,
            LinkStructs.GpuFabricInfo.STATE),
        offsets(
            LinkStructs.GpuFabricInfoV2.CLUSTER_UUID + 12,
            LinkStructs.GpuFabricInfoV2.STATUS,
            LinkStructs.GpuFabricInfoV2.CLIQUE_ID,
            LinkStructs.GpuFabricInfoV2.STATE,
            LinkStructs.GpuFabricInfoV2.HEALTH_MASK),
        offsets(
            LinkStructs.GpuFabricInfoV3.CLUSTER_UUID + 12,
            LinkStructs.GpuFabricInfoV3.STATUS,
            LinkStructs.GpuFabricInfoV3.CLIQUE_ID,
            LinkStructs.GpuFabricInfoV3.STATE,
            LinkStructs.GpuFabricInfoV3.HEALTH_MASK));
  }

  private static int[] offsets(int... offsets) {
    return offsets;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void fieldsThatAreReadTogetherAreAdjacent(int[] offsets) {
    assertThat(offsets)
        .isEqualTo(IntStream.range(0, offsets.length).map(i -> offsets[0] + 4 * i).toArray());
  }

  static Stream<Method> functions() {
    return Arrays.stream(NvmlFunctions.class.getDeclaredMethods())
        .filter(method -> Modifier.isNative(method.getModifiers()));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aFunctionTakesWhatItTakesInC(Method function) {
    List<Class<?>> expected =
        ABI.parameters(function.getName()).stream().<Class<?>>map(AbiTest::javaType).toList();

    assertThat(function.getParameterTypes()).as(function.getName()).isEqualTo(expected.toArray());
    assertThat(function.getReturnType()).isEqualTo(int.class);
  }

  private static Class<?> javaType(String cType) {
    boolean handle = ((List<?>) Objects.requireNonNull(ABI.root().get("handles"))).contains(cType);
    return handle || cType.endsWith("*") || cType.startsWith("unsigned long")
        ? long.class
        : int.class;
  }

  @Test
  void fieldIdsAreTheHeaders() throws IllegalAccessException {
    for (Field id : NvmlFieldId.class.getFields()) {
      boolean powerSmoothing = id.getName().startsWith("PWR_SMOOTHING_");
      String cName = (powerSmoothing ? "NVML_FI_" : "NVML_FI_DEV_") + id.getName();
      assertThat(ABI.at("defines").get(cName)).as(cName).isEqualTo(id.getInt(null));
    }
  }

  @Test
  void metricIdsAreTheHeaders() throws IllegalAccessException {
    Map<String, Object> values = ABI.at("enums", "nvmlGpmMetricId_t", "values");
    for (Field id : NvmlGpmMetricId.class.getFields()) {
      String cName = "NVML_GPM_METRIC_" + id.getName();
      assertThat(values.get(cName)).as(cName).isEqualTo(id.getInt(null));
    }
  }

  @Test
  void everyMetricIdOfTheHeaderIsHere() {
    assertThat(NvmlGpmMetricId.class.getFields())
        .extracting(id -> "NVML_GPM_METRIC_" + id.getName())
        .containsAll(
            ABI.at("enums", "nvmlGpmMetricId_t", "values").keySet().stream()
                .filter(name -> !name.equals("NVML_GPM_METRIC_MAX"))
                .toList());
  }

  /**
   * Numbers that the header defines one by one: how their names begin in C, and where they are
   * here.
   */
  static Stream<Map.Entry<String, Class<?>>> numbers() {
    return Stream.of(
        Map.entry("nvmlClocksEventReason", NvmlClocksEventReasons.class),
        Map.entry("NVML_DEVICE_ARCH_", NvmlArchitecture.class));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void everyNumberOfTheHeaderIsHere(Map.Entry<String, Class<?>> numbers)
      throws ReflectiveOperationException {
    Map<String, Long> here = new LinkedHashMap<>();
    for (Field field : numbers.getValue().getFields()) {
      Object constant = Objects.requireNonNull(field.get(null));
      Object value = constant instanceof NvmlArchitecture(int number) ? (long) number : constant;
      here.put(plain(field.getName()), (Long) value);
    }

    ABI.at("defines").entrySet().stream()
        .filter(define -> define.getKey().startsWith(numbers.getKey()))
        .filter(define -> !define.getKey().matches(".*Reason(All|None)"))
        .forEach(
            define ->
                assertThat(here)
                    .containsEntry(
                        plain(define.getKey().substring(numbers.getKey().length())),
                        (long) Abi.number(define.getValue())));
  }

  @Test
  void everyReturnCodeHasItsNameAndAMeaning() {
    ABI.at("enums", "nvmlReturn_t", "values")
        .forEach(
            (cName, value) -> {
              NvmlReturn code = new NvmlReturn(Abi.number(value));
              assertThat(cName).isIn("NVML_" + code.name(), "NVML_ERROR_" + code.name());
              assertThat(code.description()).isNotEqualTo(new NvmlReturn(4711).description());
            });
  }

  /** The enumerations of results: how their names begin in C, and their type here. */
  record Answer(String cEnum, String prefix, IntFunction<?> of) {}

  static Stream<Answer> answers() {
    return Stream.of(
        new Answer("nvmlBrandType_t", "NVML_BRAND_", NvmlBrand::new),
        new Answer("nvmlComputeMode_t", "NVML_COMPUTEMODE_", NvmlComputeMode::new),
        new Answer("nvmlGpuTopologyLevel_t", "NVML_TOPOLOGY_", NvmlTopologyLevel::new),
        new Answer("nvmlGpuP2PStatus_t", "NVML_P2P_STATUS_", NvmlP2pStatus::new),
        new Answer(
            "nvmlIntNvLinkDeviceType_t",
            "NVML_NVLINK_DEVICE_TYPE_",
            NvmlNvLinkRemoteDeviceType::new),
        new Answer("nvmlNvlinkVersion_t", "NVML_NVLINK_VERSION_", NvmlNvLinkVersion::new),
        new Answer(
            "nvmlDeviceGpuRecoveryAction_t", "NVML_GPU_RECOVERY_ACTION_", NvmlRecoveryAction::new),
        new Answer("nvmlValueType_t", "NVML_VALUE_TYPE_", NvmlValueType::new),
        new Answer(
            "nvmlGpuVirtualizationMode_t",
            "NVML_GPU_VIRTUALIZATION_MODE_",
            NvmlVirtualizationMode::new),
        new Answer("nvmlHostVgpuMode_t", "NVML_HOST_VGPU_MODE_", NvmlHostVgpuMode::new),
        new Answer("nvmlEncoderType_t", "NVML_ENCODER_QUERY_", NvmlEncoderType::new),
        new Answer(
            "nvmlDeviceAddressingModeType_t",
            "NVML_DEVICE_ADDRESSING_MODE_",
            NvmlAddressingMode::new),
        new Answer(
            "nvmlThermalController_t", "NVML_THERMAL_CONTROLLER_", NvmlThermalController::new),
        new Answer("nvmlThermalTarget_t", "NVML_THERMAL_TARGET_", NvmlThermalTarget::new),
        new Answer("nvmlVgpuVmIdType_t", "NVML_VGPU_VM_ID_", NvmlVmIdType::new),
        new Answer(
            "nvmlGridLicenseFeatureCode_t",
            "NVML_GRID_LICENSE_FEATURE_CODE_",
            NvmlLicenseFeature::new));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerIsNamedAsInTheHeader(Answer answer) {
    Map<Integer, List<String>> names =
        ABI.at("enums", answer.cEnum(), "values").entrySet().stream()
            .filter(entry -> !entry.getKey().endsWith("_COUNT"))
            .collect(
                Collectors.groupingBy(
                    entry -> Abi.number(entry.getValue()),
                    Collectors.mapping(
                        entry -> entry.getKey().substring(answer.prefix().length()),
                        Collectors.toList())));

    names.forEach(
        (value, known) ->
            assertThat(answer.of().apply(value).toString().replaceFirst("^V(?=[0-9])", ""))
                .isIn(known));
    assertThat(answer.of().apply(4711)).hasToString("4711");
  }

  /** The enumerations of arguments. */
  static Stream<Map.Entry<String, Enum<?>[]>> questions() {
    return Map.<String, Enum<?>[]>ofEntries(
        Map.entry("nvmlClockType_t", NvmlClockType.values()),
        Map.entry("nvmlClockId_t", NvmlClockId.values()),
        Map.entry("nvmlTemperatureSensors_t", NvmlTemperatureSensor.values()),
        Map.entry("nvmlTemperatureThresholds_t", NvmlTemperatureThreshold.values()),
        Map.entry("nvmlPcieUtilCounter_t", NvmlPcieUtilCounter.values()),
        Map.entry("nvmlMemoryErrorType_t", NvmlMemoryErrorType.values()),
        Map.entry("nvmlEccCounterType_t", NvmlEccCounterType.values()),
        Map.entry("nvmlMemoryLocation_t", NvmlMemoryLocation.values()),
        Map.entry("nvmlPageRetirementCause_t", NvmlPageRetirementCause.values()),
        Map.entry("nvmlNvLinkErrorCounter_t", NvmlNvLinkErrorCounter.values()),
        Map.entry("nvmlNvLinkCapability_t", NvmlNvLinkCapability.values()),
        Map.entry("nvmlGpuP2PCapsIndex_t", NvmlP2pCapability.values()),
        Map.entry("nvmlSamplingType_t", NvmlSamplingType.values()),
        Map.entry("nvmlPerfPolicyType_t", NvmlPerfPolicyType.values()),
        Map.entry("nvmlInforomObject_t", NvmlInforomObject.values()),
        Map.entry("nvmlRestrictedAPI_t", NvmlRestrictedApi.values()),
        Map.entry("nvmlProcessMode_t", NvmlProcessMode.values()))
        .entrySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("questions")
  void anArgumentHasTheHeadersNumber(Map.Entry<String, Enum<?>[]> question)
      throws ReflectiveOperationException {
    Map<String, Object> values = ABI.at("enums", question.getKey(), "values");
    for (Enum<?> constant : question.getValue()) {
      Object number = constant.getDeclaringClass().getMethod("value").invoke(constant);
      assertThat(values)
          .as(constant.toString())
          .anySatisfy(
              (cName, value) -> {
                assertThat(cName).endsWith("_" + constant.name());
                assertThat(Abi.number(value)).isEqualTo(number);
              });
    }
  }
}
