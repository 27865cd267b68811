// A small inference server with a hookstat::Sampler in it, for this machine alone; docs/serving.md.
//
//   server MODEL [--port N] [--every N] [--threads N]          server ssd300.pt --port 8080
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <hookstat/hookstat.h>
#include <httplib.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <thread>

/// One line: the interpreter puts a traceback before it, LibTorch's own errors one behind it.
std::string reason(const std::exception& error) {
  const auto* own = dynamic_cast<const c10::Error*>(&error);
  std::string text = own != nullptr ? own->what_without_backtrace() : error.what();
  text.erase(text.find_last_not_of('\n') + 1);
  return own != nullptr ? text.substr(0, text.find('\n')) : text.substr(text.rfind('\n') + 1);
}

at::Tensor tensor_of(const httplib::Request& request) {
  const hookstat::InputSpec spec = hookstat::parse_input_spec(request.get_param_value("shape"));
  if (spec.range || spec.dtype != hookstat::Dtype::kFloat32) {
    throw hookstat::InputError("a shape is sizes alone, and values are float32");
  }
  const auto bytes = static_cast<std::size_t>(hookstat::element_count(spec.shape)) * sizeof(float);
  if (request.body.size() != bytes) {
    throw hookstat::InputError("the body must have " + std::to_string(bytes) + " bytes");
  }
  at::Tensor tensor = at::empty(spec.shape, at::kFloat);
  std::ranges::copy(request.body, static_cast<char*>(tensor.mutable_data_ptr()));
  return tensor;
}

void explain(const httplib::Request& in, httplib::Response& out, std::exception_ptr cause) try {
  std::rethrow_exception(std::move(cause));
} catch (const std::exception& error) {
  // What the model raises is the client's doing: all but the input is the same for every call.
  out.status = in.path == "/predict" ? 400 : 500;
  out.set_content(reason(error) + '\n', "text/plain");
}

void route(httplib::Server& server, const hookstat::Sampler& model) {
  server.Post("/predict", [&](const auto& in, auto& out) {
    const c10::InferenceMode inference;
    const at::Tensor output = model({tensor_of(in)}).toTensor().to(at::kFloat).contiguous();
    out.set_header("X-Shape", hookstat::shape_text(output.sizes().vec()));
    out.set_content(static_cast<const char*>(output.const_data_ptr()), output.nbytes(),
                    "application/octet-stream");
  });
  server.Get("/metrics", [&](const auto&, auto& out) {
    out.set_content(model.prometheus(), "text/plain; version=0.0.4");
  });
  server.Get("/report", [&](const auto&, auto& out) {
    out.set_content(hookstat::report_to_json(model.snapshot()), "application/json");
  });
  server.Get("/healthz", [](const auto&, auto& out) { out.set_content("ok\n", "text/plain"); });
  server.set_exception_handler(explain);
}

int main(int argc, char** argv) try {
  std::string path;
  int port = 8080;
  std::size_t threads = 16;
  hookstat::SamplerOptions options;
  CLI::App app("Serves a TorchScript model over HTTP, and shows where its time goes");
  app.add_option("MODEL", path, "takes a tensor and returns one")->required();
  app.add_option("--port", port, "0: any that is free")->check(CLI::Range(0, 65535));
  app.add_option("--every", options.every, "of so many calls of a thread one is measured");
  app.add_option("--threads", threads, "connections at once")->check(CLI::Range(1, 1000));
  CLI11_PARSE(app, argc, argv);

  sigset_t ends;  // blocked here and in the threads to come, so that they wait for sigwait()
  sigemptyset(&ends);
  for (const int signal : {SIGINT, SIGTERM}) sigaddset(&ends, signal);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  at::set_num_threads(1);  // within a call; calls run beside each other
  options.name = path.substr(path.rfind('/') + 1);
  const hookstat::Sampler model(hookstat::load_model(path).module, options);

  httplib::Server server;
  route(server, model);
  server.new_task_queue = [&] { return new httplib::ThreadPool(threads); };
  server.set_tcp_nodelay(true).set_keep_alive_max_count(1000000).set_payload_max_length(1U << 28U);
  const char* host = "127.0.0.1";
  port = port == 0 ? server.bind_to_any_port(host) : server.bind_to_port(host, port) ? port : -1;
  if (port < 0) throw hookstat::InputError("the port is taken");
  const std::jthread listener([&] { server.listen_after_bind() ? void() : std::terminate(); });
  while (!server.is_running()) std::this_thread::yield();  // stop() does nothing before
  std::cout << "listening on http://" << host << ':' << port << std::endl;
  int signal = 0;
  sigwait(&ends, &signal);
  server.stop();
} catch (const hookstat::Error& error) {
  std::cerr << "server: " << error.what() << '\n';
  return error.exit_code();
}
