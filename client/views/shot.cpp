#include "client/views/shot.hpp"

#include "client/model/runtime.hpp"
#include "client/views/app.hpp"
#include "platform/window/image.hpp"

namespace sigap::views {

namespace {

// The store answers, the answers are drawn, and what that asks for comes in turn: lists, then the record that is opened.
void draw_settled(Runtime& runtime, Window& window, const Window::Draw& draw) {
    for (int round = 0; round < 4; ++round) {
        runtime.settle();
        window.redraw();
        for (int frame = 0; frame < 4; ++frame) window.step(draw);
    }
}

}  // namespace

Result<void> take_shot(Runtime& runtime, const ShotOptions& options, const Clock& clock, const std::filesystem::path& file) {
    auto window = Window::open({.width = options.width, .height = options.height, .headless = true, .scale = 1}, clock);
    if (!window) return window.error();
    AppModel& model = runtime.model();
    ui::Ui ui(**window, clock);
    App app(ui, model);
    model.start();
    const Window::Draw draw = ui.drawing([&app] { app.draw(); });
    draw_settled(runtime, **window, draw);
    app.override_settings(options.theme, options.language, options.zoom);
    model.show(options.view);
    draw_settled(runtime, **window, draw);
    const bool two_panes = options.view == View::jobs || options.view == View::job;
    if (two_panes && !model.state().job && model.jobs().size() > 0)
        if (const JobRow* first = model.jobs().row(0)) model.open_job(first->visit);
    if ((options.view == View::assets || options.view == View::asset) && !model.state().asset && model.assets().size() > 0)
        if (const AssetRow* first = model.assets().row(0)) model.open_asset(first->id);
    const auto found = model.library().found();
    if ((options.view == View::library || options.view == View::article) && found && !found->lines.empty()) model.open_article(found->lines.front().id);
    if (options.view == View::person) model.open_person(model.state().enrolment.person);
    if (options.view == View::analysis) model.open_analysis();
    const auto procedures = model.procedures().all();
    if (options.view == View::procedure && procedures && !procedures->lines.empty()) model.open_procedure(procedures->lines.front().procedure.id);
    draw_settled(runtime, **window, draw);
    // A narrow window shows one of the two panes: the one that was asked for.
    if (model.state().view != options.view) {
        model.show(options.view);
        draw_settled(runtime, **window, draw);
    }
    auto picture = (*window)->screenshot();
    if (!picture) return picture.error();
    return write_png(file.string(), *picture);
}

}  // namespace sigap::views
