#include "client/views/window.hpp"

#include "client/views/app.hpp"

namespace sigap::views {

Result<void> run_window(const WindowRun& run, const Clock& clock, Random& random) {
    auto window = Window::open({}, clock);
    if (!window) return window.error();
    auto runtime = Runtime::open({run.profile, run.fallback_language, true, run.write_report}, clock, random);
    if (!runtime) return runtime.error();
    if (run.handler) SIGAP_TRY((*runtime)->serve(run.handler(**runtime)));
    (*runtime)->inbox().set_wake([&window = **window] { window.wake(); });
    {
        ui::Ui ui(**window, clock);
        App app(ui, (*runtime)->model());
        (*runtime)->model().start();
        (*window)->run(ui.drawing([&app] { app.draw(); }));
    }
    (*runtime)->inbox().set_wake({});
    return {};
}

}  // namespace sigap::views
