# What CMakeLists.txt is written in: sigap_folder, sigap_program, and how our code is compiled.
include(Dependencies)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

option(SIGAP_WERROR "Warnings in our own code are errors" ON)
set(SIGAP_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them; none when empty")
option(SIGAP_COVERAGE "Count the lines that run" OFF)

# A precompiled header is part of what ccache compares, so that its own macros and dates may differ.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()

if(SIGAP_SANITIZE)
    add_compile_options(-fsanitize=${SIGAP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${SIGAP_SANITIZE})
    # clang 14 cannot assemble a coroutine together with this one of the undefined behaviour checks.
    add_compile_options($<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
    add_compile_definitions(_GLIBCXX_ASSERTIONS)
    if(SIGAP_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-Wno-tsan)  # Asio's fences, which the sanitizer does not follow
    endif()
endif()
if(SIGAP_COVERAGE)
    add_compile_options(--coverage -fprofile-update=atomic)
    add_link_options(--coverage)
endif()

# Flags of every target of ours; libraries' headers are SYSTEM and so are spared.
add_library(sigap_flags INTERFACE)
target_include_directories(sigap_flags INTERFACE ${CMAKE_SOURCE_DIR})
if(MSVC)
    target_compile_options(sigap_flags INTERFACE /W4 /permissive- /utf-8 $<$<BOOL:${SIGAP_WERROR}>:/WX>)
else()
    target_compile_options(sigap_flags INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
        $<$<BOOL:${SIGAP_WERROR}>:-Werror>)
    # g++ 12 and 13 see ghosts in the standard library's own inlined code (GCC PR 105651, 105329, 107852).
    target_compile_options(sigap_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:
        -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-maybe-uninitialized
        -Wno-dangling-reference -Wno-free-nonheap-object>)
endif()

# What nearly every file reads, read once. It only saves time: each file still includes what it uses, which
# -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON proves.
add_compile_options(-pthread)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cpp CONTENT "")
function(sigap_precompile target)
    add_library(${target} OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
    target_link_libraries(${target} PRIVATE sigap_flags ${ARGN})
    target_precompile_headers(${target} PRIVATE
        <algorithm> <array> <charconv> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set> <span>
        <stdexcept> <string> <string_view> <utility> <variant> <vector>)
endfunction()
sigap_precompile(sigap_precompiled)

# sigap_folder(platform/core [LINK target...] [PRIVATE target...])
# One static library, platform_core, of the folder's *.cpp and of its subfolders' (main/ is a program's, not the
# library's). LINK is seen by whoever links it, PRIVATE is not.
function(sigap_folder path)
    cmake_parse_arguments(arg "" "" "LINK;PRIVATE" ${ARGN})
    string(REPLACE "/" "_" target ${path})
    # Relative: a checkout may itself lie in a folder called main.
    file(GLOB sources RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${path}/*.cpp
         ${CMAKE_SOURCE_DIR}/${path}/*/*.cpp)
    list(FILTER sources EXCLUDE REGEX "/main/|/main\\.cpp$")
    if(sources)
        add_library(${target} STATIC ${sources})
        target_link_libraries(${target} PUBLIC ${arg_LINK} PRIVATE ${arg_PRIVATE} sigap_flags)
        target_precompile_headers(${target} REUSE_FROM sigap_precompiled)
    else()
        add_library(${target} INTERFACE)
        target_link_libraries(${target} INTERFACE ${arg_LINK})
    endif()
endfunction()

# sigap_program(name main.cpp LINK target...): build/<preset>/bin/name; skipped while its source is not there yet.
function(sigap_program name source)
    cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
    get_filename_component(folder ${source} DIRECTORY)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
    if(NOT EXISTS ${CMAKE_SOURCE_DIR}/${source})
        message(STATUS "${name}: skipped, there is no ${source} yet")
        return()
    endif()
    add_executable(${name} ${sources})
    target_compile_definitions(${name} PRIVATE SIGAP_VERSION="${PROJECT_VERSION}")
    target_link_libraries(${name} PRIVATE ${arg_LINK} sigap_flags)
    target_precompile_headers(${name} REUSE_FROM sigap_precompiled)
endfunction()
