# One library target per module, declared in one line:
#
#   news_module(feed LEVEL 3 DEPENDS news dates html xml json text url LIBRARIES re2::re2)
#
# The sources are every .cpp in the module's folder and the folders inside it, the tests every .cpp in
# tests/<module>/ (one program, one CTest entry a test case). The build links by DEPENDS, and the test
# `layers` compares the same list with the actual #includes. SEPARATE: see news_batch.
add_library(depesche_options INTERFACE)
target_compile_features(depesche_options INTERFACE cxx_std_20)
target_include_directories(depesche_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
# No fused multiply-add: the story engine must compute the same numbers on every machine.
target_compile_options(depesche_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off>)
add_library(depesche_warnings INTERFACE)
target_compile_options(depesche_warnings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wconversion -Wshadow>)
if(DEPESCHE_WERROR)
  target_compile_options(depesche_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()
if(DEPESCHE_SANITIZE)
  target_compile_options(depesche_options INTERFACE
    -fsanitize=${DEPESCHE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(depesche_options INTERFACE -fsanitize=${DEPESCHE_SANITIZE})
  # What the sanitizers know of every source line is two million addresses, which a program that may
  # lie anywhere adapts at each start; a thousand tests are a thousand starts.
  if(DEPESCHE_SANITIZE MATCHES "address")
    target_compile_options(depesche_options INTERFACE
      $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-pie>)
    target_link_options(depesche_options INTERFACE $<$<LINK_LANG_AND_ID:CXX,GNU>:-no-pie>)
  endif()
endif()
# GCC takes the sources of a batch (below) for headers.
if(DEPESCHE_BATCH)
  target_compile_options(depesche_warnings INTERFACE
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-subobject-linkage>)
endif()

# Compiles so many sources of a target at once as DEPESCHE_BATCH says: headers are read and templates
# made once for all of them (decision 0036). A file-local name is seen by all of them, so it must be
# one of a kind in its target; a module with too many that are not says SEPARATE.
function(news_batch target)
  if(DEPESCHE_BATCH)
    set_target_properties(${target} PROPERTIES
      UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${DEPESCHE_BATCH})
  endif()
endfunction()

function(news_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "SEPARATE" "LEVEL" "DEPENDS;LIBRARIES")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  set(target depesche_${name})
  if(sources)
    add_library(${target} STATIC ${sources})
    set(reach PUBLIC)
    target_link_libraries(${target} PRIVATE depesche_warnings)
    if(NOT arg_SEPARATE)
      news_batch(${target})
    endif()
  else()
    add_library(${target} INTERFACE)
    set(reach INTERFACE)
  endif()
  target_link_libraries(${target} ${reach} depesche_options ${arg_LIBRARIES})
  foreach(dependency IN LISTS arg_DEPENDS)
    target_link_libraries(${target} ${reach} depesche_${dependency})
  endforeach()
  list(JOIN arg_DEPENDS " " depends)
  set_property(GLOBAL APPEND_STRING PROPERTY DEPESCHE_MODULES "${name} ${arg_LEVEL} ${depends}\n")

  file(GLOB tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${name}/*.cpp)
  if(tests)
    add_executable(${target}_tests ${tests})
    target_include_directories(${target}_tests PRIVATE ${PROJECT_SOURCE_DIR})
    target_compile_definitions(${target}_tests PRIVATE
      DEPESCHE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" DEPESCHE_BINARY_DIR="${PROJECT_BINARY_DIR}")
    target_link_libraries(${target}_tests PRIVATE ${target} depesche_warnings GTest::gtest_main)
    if(NOT arg_SEPARATE)
      news_batch(${target}_tests)
    endif()
    gtest_discover_tests(${target}_tests TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST
      PROPERTIES TIMEOUT 300 SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
  endif()
endfunction()

# Writes what the modules declared and adds the test that compares it with the #includes.
function(news_layers_test)
  get_property(modules GLOBAL PROPERTY DEPESCHE_MODULES)
  file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/modules.txt CONTENT "${modules}")
  add_test(NAME layers
    COMMAND ${PROJECT_SOURCE_DIR}/tools/check-layers ${PROJECT_BINARY_DIR}/modules.txt
            ${PROJECT_SOURCE_DIR}/src)
endfunction()
