#include "hardware/inventory/machine_json.hpp"

#include <boost/json.hpp>
#include <concepts>
#include <type_traits>

#include "hardware/inventory/smbios.hpp"
#include "platform/core/json_writer.hpp"

namespace sigap {

namespace {

constexpr std::string_view format_name = "sigap.machine";
constexpr std::int64_t format_version = 1;
constexpr std::size_t longest_document = 1 << 20;
constexpr std::size_t longest_list = 4096;

// Each struct names its fields once; writing and reading go through the same list. The struct is const when written.
template <typename Of, typename T>
concept Facts = std::same_as<std::remove_const_t<Of>, T>;

void visit(auto& a, Facts<SystemFacts> auto& f) {
    a("vendor", f.vendor), a("product", f.product), a("version", f.version), a("serial", f.serial);
    a("uuid", f.uuid), a("sku", f.sku), a("family", f.family);
}
void visit(auto& a, Facts<BoardFacts> auto& f) {
    a("vendor", f.vendor), a("product", f.product), a("version", f.version), a("serial", f.serial);
    a("asset_tag", f.asset_tag);
}
void visit(auto& a, Facts<BiosFacts> auto& f) { a("vendor", f.vendor), a("version", f.version), a("date", f.date); }
void visit(auto& a, Facts<ChassisFacts> auto& f) {
    a("type", f.type), a("kind", f.kind), a("vendor", f.vendor), a("serial", f.serial), a("asset_tag", f.asset_tag);
}
void visit(auto& a, Facts<CpuFacts> auto& f) {
    a("model", f.model), a("vendor", f.vendor), a("architecture", f.architecture), a("sockets", f.sockets);
    a("cores", f.cores), a("threads", f.threads), a("mhz_max", f.mhz_max);
}
void visit(auto& a, Facts<MemoryModule> auto& f) {
    a("slot", f.slot), a("bank", f.bank), a("type", f.type), a("vendor", f.vendor), a("part", f.part);
    a("serial", f.serial), a("size", f.size), a("mts", f.mts);
}
void visit(auto& a, Facts<MemoryFacts> auto& f) {
    a("total", f.total), a("installed", f.installed), a("slots", f.slots), a("modules", f.modules);
}
void visit(auto& a, Facts<DiskFacts> auto& f) {
    a("name", f.name), a("vendor", f.vendor), a("model", f.model), a("serial", f.serial), a("transport", f.transport);
    a("size", f.size), a("rotational", f.rotational), a("removable", f.removable);
}
void visit(auto& a, Facts<NetworkFacts> auto& f) {
    a("name", f.name), a("mac", f.mac), a("kind", f.kind), a("state", f.state), a("mbit", f.mbit);
    a("virtual", f.is_virtual), a("usb", f.is_usb), a("mac_is_permanent", f.mac_is_permanent);
}
void visit(auto& a, Facts<BatteryFacts> auto& f) {
    a("name", f.name), a("vendor", f.vendor), a("model", f.model), a("serial", f.serial);
    a("health_percent", f.health_percent), a("cycles", f.cycles);
}
void visit(auto& a, Facts<OsFacts> auto& f) {
    a("id", f.id), a("name", f.name), a("version", f.version), a("kernel", f.kernel), a("hostname", f.hostname);
}
void visit(auto& a, Facts<VirtualFacts> auto& f) { a("is_virtual", f.is_virtual), a("name", f.name); }
void visit(auto& a, Facts<Unread> auto& f) { a("fact", f.fact), a("path", f.path), a("why", f.why); }
void visit(auto& a, Facts<MachineFacts> auto& f) {
    a("system", f.system), a("board", f.board), a("bios", f.bios), a("chassis", f.chassis), a("cpu", f.cpu);
    a("memory", f.memory), a("disks", f.disks), a("network", f.network), a("batteries", f.batteries), a("os", f.os);
    a("virtual_machine", f.virtual_machine), a("unread", f.unread);
}

class Writer {
public:
    explicit Writer(std::string& out) : out_(out), json_(out) {}

    void operator()(std::string_view key, const std::string& text) {
        if (!text.empty()) json_.text(key, text);
    }
    void operator()(std::string_view key, std::int64_t number) { json_.number(key, number); }
    void operator()(std::string_view key, bool yes) { json_.raw(key) += yes ? "true" : "false"; }
    void operator()(std::string_view key, UnreadReason why) { json_.text(key, name_of(why)); }
    template <typename T>
    void operator()(std::string_view key, const std::vector<T>& list) {
        json_.raw(key) += '[';
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (i > 0) out_ += ',';
            item(list[i]);
        }
        out_ += ']';
    }
    template <typename T>
    requires std::is_class_v<T>
    void operator()(std::string_view key, const T& facts) {
        json_.raw(key);
        item(facts);
    }
    void end() { json_.end(); }

private:
    void item(const std::string& text) { append_json_string(out_, text); }
    template <typename T>
    void item(const T& facts) {
        Writer inner(out_);
        visit(inner, facts);
        inner.end();
    }

    std::string& out_;
    JsonWriter json_;
};

class Cleaner {
public:
    void operator()(std::string_view, std::string& text) { text = clean_text(text); }
    void operator()(std::string_view, std::int64_t&) {}
    void operator()(std::string_view, bool&) {}
    void operator()(std::string_view, UnreadReason&) {}
    template <typename T>
    void operator()(std::string_view, std::vector<T>& list) {
        for (auto& item : list) visit(*this, item);
    }
    template <typename T>
    requires std::is_class_v<T>
    void operator()(std::string_view, T& facts) {
        visit(*this, facts);
    }
};

class Loader {
public:
    Loader(const boost::json::object& object, std::string& fault) : object_(object), fault_(fault) {}

    void operator()(std::string_view key, std::string& text) {
        const auto* value = find(key);
        if (value == nullptr) return;
        if (!value->is_string()) return wrong(key);
        // The document may come from elsewhere: the same cleaning as for firmware.
        text = clean_text(std::string_view(value->get_string().data(), value->get_string().size()));
    }
    void operator()(std::string_view key, std::int64_t& number) {
        number = 0;
        const auto* value = find(key);
        if (value == nullptr) return;
        if (!value->is_int64()) return wrong(key);
        number = value->get_int64();
    }
    void operator()(std::string_view key, bool& yes) {
        const auto* value = find(key);
        if (value == nullptr) return;
        if (!value->is_bool()) return wrong(key);
        yes = value->get_bool();
    }
    void operator()(std::string_view key, UnreadReason& why) {
        std::string word;
        (*this)(key, word);
        for (const auto reason : {UnreadReason::needs_root, UnreadReason::absent, UnreadReason::malformed,
                                  UnreadReason::limit, UnreadReason::failed})
            if (word == name_of(reason)) {
                why = reason;
                return;
            }
        why = UnreadReason::failed;  // a reason of a later version
    }
    template <typename T>
    void operator()(std::string_view key, std::vector<T>& list) {
        const auto* value = find(key);
        if (value == nullptr) return;
        if (!value->is_array() || value->get_array().size() > longest_list) return wrong(key);
        for (const auto& item : value->get_array()) {
            if (!item.is_object()) return wrong(key);
            Loader inner(item.get_object(), fault_);
            visit(inner, list.emplace_back());
        }
    }
    template <typename T>
    requires std::is_class_v<T>
    void operator()(std::string_view key, T& facts) {
        const auto* value = find(key);
        if (value == nullptr) return;
        if (!value->is_object()) return wrong(key);
        Loader inner(value->get_object(), fault_);
        visit(inner, facts);
    }

private:
    const boost::json::value* find(std::string_view key) const {
        return object_.if_contains(boost::json::string_view(key.data(), key.size()));
    }
    void wrong(std::string_view key) {
        if (fault_.empty()) fault_ = key;
    }
    const boost::json::object& object_;
    std::string& fault_;
};

}  // namespace

std::string to_json(const MachineFacts& facts) {
    std::string out;
    Writer writer(out);
    writer("format", std::string(format_name));
    writer("version", format_version);
    visit(writer, facts);
    writer("placeholders", placeholders(facts));
    writer.end();
    return out;
}

void clean_texts(MachineFacts& facts) {
    Cleaner cleaner;
    visit(cleaner, facts);
}

Result<MachineFacts> parse_machine(std::string_view json) {
    if (json.size() > longest_document)
        return fail(ErrorCode::limit, "a machine's inventory of more than 1 MiB is not read", "machine_json");
    boost::system::error_code failed;
    const auto document = boost::json::parse(boost::json::string_view(json.data(), json.size()), failed);
    if (failed || !document.is_object())
        return fail(ErrorCode::invalid, "the machine's inventory is no JSON object", "machine_json");
    const auto& object = document.get_object();
    const auto* format = object.if_contains("format");
    const auto* version = object.if_contains("version");
    if (format == nullptr || !format->is_string() ||
        format->get_string() != boost::json::string_view(format_name.data(), format_name.size()))
        return fail(ErrorCode::invalid, "the JSON is no machine's inventory", "machine_json");
    if (version == nullptr || !version->is_int64() || version->get_int64() != format_version)
        return fail(ErrorCode::invalid, "the machine's inventory has a version this program does not know",
                    "machine_json");
    MachineFacts facts;
    std::string fault;
    Loader loader(object, fault);
    visit(loader, facts);
    if (!fault.empty())
        return fail(ErrorCode::invalid, "the machine's inventory has a wrong type at " + fault, "machine_json");
    return facts;
}

}  // namespace sigap
