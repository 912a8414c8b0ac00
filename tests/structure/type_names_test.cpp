#include <catch2/catch_test_macros.hpp>

#include "tests/structure/type_names.hpp"
#include "tests/support/source_folder.hpp"

using namespace sigap::structure;
using Names = std::vector<std::string>;

TEST_CASE("no two files of our tree define a type of one name") {
    std::string found;
    for (const auto& twin : twins_of(read_source_tree(sigap::testing::source_folder()))) found += twin + "\n";
    INFO(found);
    CHECK(found.empty());
}

TEST_CASE("types are known by their qualified names, wherever they stand") {
    CHECK(types_defined_in("namespace a { struct B { enum class C : int { x }; class D final : public E<F> {}; }; }\nunion U { };") ==
          Names{"a::B", "a::B::C", "a::B::D", "U"});
    CHECK(types_defined_in("namespace a::b {\ninline namespace c { template <class T> struct [[nodiscard]] D {}; }\nstruct E {};\n}") ==
          Names{"a::b::c::D", "a::b::E"});
    CHECK(types_defined_in("template <> struct hash<a::B> {}; template <typename T> struct hash<T*> {};") == Names{"hash<a::B>", "hash<T*>"});
    CHECK(types_defined_in("class A::B : C { public: struct D {}; struct E; };") == Names{"A::B", "A::B::D"});
    CHECK(types_defined_in("extern \"C\" { struct A { int x; }; }") == Names{"A"});
}

TEST_CASE("types that no other file can see are left out") {
    CHECK(types_defined_in("namespace a { namespace { struct B { struct C {}; }; } struct D {}; }") == Names{"a::D"});
    CHECK(types_defined_in("void f() { struct A {}; auto g = [] { class B {}; }; }\nstruct C {};") == Names{"C"});
}

TEST_CASE("what only looks like a type is none") {
    CHECK(types_defined_in("struct A; enum class B : int; friend class C; A a{1}; struct D d = {2}; struct D f(int x) { return {}; }") == Names{});
    CHECK(types_defined_in("// struct A {\n/* struct B { */ auto x = \"struct C {\"; auto y = R\"x(struct D {)x\"; char c = '{';") == Names{});
    CHECK(types_defined_in("#define E struct F { \\\n int x;\nint n = 1'000; template <class T> void f(T t) { struct G {}; }") == Names{});
    CHECK(types_defined_in("struct { int x; } one;") == Names{});
}

TEST_CASE("one name in two files is a twin; twice in one file, or in two anonymous namespaces, is none") {
    CHECK(twins_of({{"a.cpp", "namespace s { struct A {}; }"}, {"b.cpp", "namespace s { class A {}; }"}}) ==
          Names{"s::A is in a.cpp and in b.cpp"});
    CHECK(twins_of({{"a.cpp", "#if x\nstruct A {};\n#else\nstruct A {};\n#endif"}, {"b.cpp", "namespace { struct A {}; }"}}).empty());
}
