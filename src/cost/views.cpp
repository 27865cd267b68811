#include <array>

#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

Price nothing(const OpCall& /*call*/, std::int64_t /*unused*/) { return kFreePrice; }

constexpr std::array kRows{
    // New sizes and strides over the same memory.
    OperatorRow{"view", nothing},
    OperatorRow{"view_as", nothing},
    OperatorRow{"_unsafe_view", nothing},
    OperatorRow{"_reshape_alias", nothing},
    OperatorRow{"view_as_real", nothing},
    OperatorRow{"view_as_complex", nothing},
    OperatorRow{"real", nothing},
    OperatorRow{"imag", nothing},
    OperatorRow{"alias", nothing},
    OperatorRow{"detach", nothing},
    OperatorRow{"lift_fresh", nothing},
    OperatorRow{"as_strided", nothing},
    OperatorRow{"expand", nothing},
    OperatorRow{"expand_as", nothing},
    OperatorRow{"broadcast_to", nothing},
    OperatorRow{"broadcast_tensors", nothing},
    OperatorRow{"meshgrid", nothing},
    OperatorRow{"squeeze", nothing},
    OperatorRow{"unsqueeze", nothing},
    OperatorRow{"unflatten", nothing},
    OperatorRow{"permute", nothing},
    OperatorRow{"transpose", nothing},
    OperatorRow{"swapaxes", nothing},
    OperatorRow{"swapdims", nothing},
    OperatorRow{"movedim", nothing},
    OperatorRow{"moveaxis", nothing},
    OperatorRow{"t", nothing},
    OperatorRow{"numpy_T", nothing},
    OperatorRow{"matrix_H", nothing},
    OperatorRow{"mT", nothing},
    OperatorRow{"mH", nothing},
    OperatorRow{"slice", nothing},
    OperatorRow{"select", nothing},
    OperatorRow{"narrow", nothing},
    OperatorRow{"diagonal", nothing},
    OperatorRow{"unfold", nothing},
    OperatorRow{"chunk", nothing},
    OperatorRow{"split", nothing},
    OperatorRow{"split_with_sizes", nothing},
    OperatorRow{"tensor_split", nothing},
    OperatorRow{"hsplit", nothing},
    OperatorRow{"vsplit", nothing},
    OperatorRow{"dsplit", nothing},
    OperatorRow{"unbind", nothing},
    OperatorRow{"unsafe_chunk", nothing},
    OperatorRow{"unsafe_split", nothing},
    OperatorRow{"unsafe_split_with_sizes", nothing},
    OperatorRow{"conj", nothing},
    OperatorRow{"_conj", nothing},
    OperatorRow{"_neg_view", nothing},

    // Memory that nobody has touched yet.
    OperatorRow{"empty", nothing},
    OperatorRow{"empty_like", nothing},
    OperatorRow{"empty_strided", nothing},
    OperatorRow{"new_empty", nothing},
    OperatorRow{"new_empty_strided", nothing},
    OperatorRow{"_empty_affine_quantized", nothing},
    OperatorRow{"_empty_per_channel_affine_quantized", nothing},
    OperatorRow{"resize", nothing},
    OperatorRow{"resize_as", nothing},
    OperatorRow{"set", nothing},

    // Facts about a tensor that need none of its data.
    OperatorRow{"size", nothing},
    OperatorRow{"sym_size", nothing},
    OperatorRow{"stride", nothing},
    OperatorRow{"sym_stride", nothing},
    OperatorRow{"dim", nothing},
    OperatorRow{"numel", nothing},
    OperatorRow{"sym_numel", nothing},
    OperatorRow{"storage_offset", nothing},
    OperatorRow{"is_contiguous", nothing},
    OperatorRow{"is_complex", nothing},
    OperatorRow{"is_floating_point", nothing},
    OperatorRow{"is_signed", nothing},
    OperatorRow{"is_same_size", nothing},
    OperatorRow{"is_pinned", nothing},
    OperatorRow{"result_type", nothing},
    OperatorRow{"requires_grad", nothing},
    OperatorRow{"sparse_dim", nothing},
    OperatorRow{"dense_dim", nothing},
    OperatorRow{"_nnz", nothing},
    OperatorRow{"is_coalesced", nothing},
    OperatorRow{"is_set_to", nothing},
    OperatorRow{"record_stream", nothing},
    OperatorRow{"_assert_tensor_metadata", nothing},
    OperatorRow{"_fused_sdp_choice", nothing},
    OperatorRow{"cudnn_is_acceptable", nothing},
    OperatorRow{"qscheme", nothing},
    OperatorRow{"q_scale", nothing},
    OperatorRow{"q_zero_point", nothing},
    OperatorRow{"q_per_channel_axis", nothing},
    OperatorRow{"q_per_channel_scales", nothing},
    OperatorRow{"q_per_channel_zero_points", nothing},
    OperatorRow{"resolve_conj", view_or_copy},
    OperatorRow{"resolve_neg", view_or_copy},

    // The same memory where it will do, a copy where it will not.
    OperatorRow{"reshape", view_or_copy},
    OperatorRow{"reshape_as", view_or_copy},
    OperatorRow{"flatten", view_or_copy},
    OperatorRow{"ravel", view_or_copy},
    OperatorRow{"contiguous", view_or_copy},
    OperatorRow{"to", view_or_copy},
    OperatorRow{"type_as", view_or_copy},
    OperatorRow{"cpu", view_or_copy},
    OperatorRow{"cuda", view_or_copy},
};

}  // namespace

std::span<const OperatorRow> view_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
