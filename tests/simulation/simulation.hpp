// One seed's life of a small organisation: two technicians and the desk do legal and illegal things on three devices, over a
// network that loses requests and answers, with crashes and reassignments; then all heals and what must hold is checked.
// One thread. Real code on both ends; only sockets, clock and chance are simulated.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/harness.hpp"

namespace sigap::testing {

class Simulation {
public:
    explicit Simulation(std::uint64_t seed);

    void run(int steps);
    // Quiet, whole network; every device syncs until nothing moves. False where that takes more than 10 rounds.
    bool heal();
    // What does not hold, a line each; none when all does.
    std::vector<std::string> broken();

    struct Totals {
        std::map<EditState, int> edits;
        int reassignments = 0;
    };
    Totals totals();

private:
    struct Made {
        std::size_t device = 0;
        Uuid operation;
        std::string note;  // its text, where it is one
    };
    struct Choice {
        std::string command;
        Uuid target;
        std::vector<std::pair<std::string, Value>> arguments;
    };

    bool one_in(std::uint64_t n) { return random_.below(n) == 0; }
    template <typename List>
    const auto& any(const List& list) {
        return list[random_.below(std::size(list))];
    }
    template <typename T>
    Uuid any_of(TestDevice& device);
    std::string fresh_text(const std::string& what) { return what + " " + std::to_string(++texts_); }
    Choice technicians_choice(TestDevice& device);
    Choice desks_choice(TestDevice& device);
    void edit(std::size_t index);
    void withdraw(std::size_t index);
    void sync(std::size_t index);
    void check_ledger(std::size_t index, std::vector<std::string>& out);
    void check_rows(std::size_t index, std::vector<std::string>& out);
    void check_effects(std::vector<std::string>& out);

    Harness harness_;
    SeededRandom random_;
    std::vector<TestDevice*> devices_;
    std::vector<Made> made_;
    int texts_ = 0;
    int reassignments_ = 0;
};

}  // namespace sigap::testing
