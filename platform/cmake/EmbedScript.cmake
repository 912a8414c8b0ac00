# Run by sigap_embed at build time: writes OUTPUT, a C++ source with FILES (comma-separated, from ROOT) as byte arrays.
string(REPLACE "," ";" FILES "${FILES}")
set(arrays "")
set(cases "")
set(names "")
set(index 0)
foreach(file IN LISTS FILES)
    file(READ ${ROOT}/${file} bytes HEX)
    string(LENGTH "${bytes}" digits)
    math(EXPR size "${digits} / 2")
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    string(APPEND arrays "constexpr unsigned char file_${index}[] = {${bytes}0};\n")
    string(APPEND cases "    if (path == \"${file}\") return {reinterpret_cast<const char*>(file_${index}), ${size}};\n")
    string(APPEND names "\"${file}\", ")
    math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUTPUT} "#include <string_view>
#include <vector>

namespace sigap {

std::string_view ${FUNCTION}(std::string_view path);
std::vector<std::string_view> ${FUNCTION}_names();

namespace {
${arrays}}

std::string_view ${FUNCTION}(std::string_view path) {
${cases}    return {};
}

std::vector<std::string_view> ${FUNCTION}_names() {
    return {${names}};
}

}
")
