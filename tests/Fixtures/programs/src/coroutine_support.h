// What the compiler needs of the coroutine library, so that every release finds it where it looks: clang up to 14 in std::experimental.
#ifndef COROUTINE_SUPPORT_H
#define COROUTINE_SUPPORT_H
namespace std
{
#if __clang_major__ < 15
namespace experimental
{
#define COROUTINES std::experimental
#else
#define COROUTINES std
#endif

template <typename Result, typename...> struct coroutine_traits
{
    using promise_type = typename Result::promise_type;
};

template <typename Promise = void> struct coroutine_handle;

template <> struct coroutine_handle<void>
{
    static coroutine_handle from_address(void *address) noexcept
    {
        coroutine_handle handle;
        handle.frame_ = address;
        return handle;
    }
    void *address() const noexcept { return frame_; }
    bool done() const noexcept { return __builtin_coro_done(frame_); }
    void resume() const { __builtin_coro_resume(frame_); }
    void destroy() const { __builtin_coro_destroy(frame_); }
    void *frame_ = nullptr;
};

template <typename Promise> struct coroutine_handle : coroutine_handle<void>
{
    static coroutine_handle from_address(void *address) noexcept
    {
        coroutine_handle handle;
        handle.frame_ = address;
        return handle;
    }
    static coroutine_handle from_promise(Promise &promise) noexcept
    {
        return from_address(__builtin_coro_promise(reinterpret_cast<char *>(&promise), alignof(Promise), true));
    }
    Promise &promise() const { return *static_cast<Promise *>(__builtin_coro_promise(frame_, alignof(Promise), false)); }
};

struct suspend_always
{
    bool await_ready() const noexcept { return false; }
    void await_suspend(coroutine_handle<>) const noexcept {}
    void await_resume() const noexcept {}
};
#if __clang_major__ < 15
}
#endif
}
#endif
