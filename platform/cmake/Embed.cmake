# sigap_embed(TARGET FUNCTION FILES...): makes `std::string_view sigap::FUNCTION(std::string_view path)` of TARGET return
# the bytes of each file, named by its path from the repository root, or nothing for an unknown one. The program is
# then one file. `std::vector<std::string_view> sigap::FUNCTION_names()` lists the paths. Declare the function where you use it.

function(sigap_embed target function)
    set(directory ${CMAKE_BINARY_DIR}/embedded)
    set(output ${directory}/${target}_${function}.cpp)
    set(depends)
    foreach(file IN LISTS ARGN)
        list(APPEND depends ${CMAKE_SOURCE_DIR}/${file})
    endforeach()
    string(REPLACE ";" "," files "${ARGN}")
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DFUNCTION=${function} -DFILES=${files} -DROOT=${CMAKE_SOURCE_DIR}
                -P ${CMAKE_SOURCE_DIR}/platform/cmake/EmbedScript.cmake
        DEPENDS ${depends} ${CMAKE_SOURCE_DIR}/platform/cmake/EmbedScript.cmake
        COMMENT "Embedding ${target}'s files" VERBATIM)
    target_sources(${target} PRIVATE ${output})
endfunction()
