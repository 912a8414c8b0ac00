# The outside libraries, each as an imported target. What Debian 12 has too old lies in build/deps (platform/setup).
set(deps ${CMAKE_SOURCE_DIR}/build/deps)
if(EXISTS ${deps}/usr)
    list(PREPEND CMAKE_PREFIX_PATH ${deps}/usr)
endif()
set(THREADS_PREFER_PTHREAD_FLAG ON)

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS json)
find_package(CURL REQUIRED)
find_package(simdjson REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Catch2 3.4 REQUIRED CONFIG)

# sigap_import(name HEADER file [SUFFIX folder] LIBRARY names... [LINK target...]): for libraries without a CMake file.
function(sigap_import name)
    cmake_parse_arguments(arg "" "HEADER;SUFFIX" "LIBRARY;LINK" ${ARGN})
    find_path(SIGAP_${name}_INCLUDE ${arg_HEADER} PATH_SUFFIXES ${arg_SUFFIX} REQUIRED)
    find_library(SIGAP_${name}_LIBRARY NAMES ${arg_LIBRARY} REQUIRED)
    add_library(Sigap::${name} UNKNOWN IMPORTED GLOBAL)
    set_target_properties(Sigap::${name} PROPERTIES
        IMPORTED_LOCATION ${SIGAP_${name}_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${SIGAP_${name}_INCLUDE}
        INTERFACE_LINK_LIBRARIES "${arg_LINK}")
endfunction()

# The static library: what we package then depends on the machine's own suite only.
sigap_import(sqlcipher HEADER sqlcipher/sqlite3.h LIBRARY libsqlcipher.a sqlcipher
    LINK OpenSSL::Crypto ZLIB::ZLIB Threads::Threads ${CMAKE_DL_LIBS})
set_property(TARGET Sigap::sqlcipher PROPERTY INTERFACE_COMPILE_DEFINITIONS SQLITE_HAS_CODEC)
sigap_import(sodium HEADER sodium.h LIBRARY sodium libsodium)
sigap_import(zstd HEADER zstd.h LIBRARY zstd)
sigap_import(sdl2 HEADER SDL.h SUFFIX SDL2 LIBRARY SDL2)

# <imgui.h>, <imgui_freetype.h>, <imgui_stdlib.h>, <backends/imgui_impl_sdl2.h>, <backends/imgui_impl_sdlrenderer2.h>
find_package(Freetype REQUIRED)
sigap_import(stb HEADER stb/stb_image.h LIBRARY stb)
sigap_import(turbojpeg HEADER turbojpeg.h LIBRARY turbojpeg)
sigap_import(md4c HEADER md4c.h LIBRARY md4c)
sigap_import(cairo HEADER cairo/cairo-pdf.h LIBRARY cairo LINK Freetype::Freetype)
sigap_import(imgui HEADER imgui.h SUFFIX imgui LIBRARY libimgui.a imgui LINK Sigap::stb Freetype::Freetype)
