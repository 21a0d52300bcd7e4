// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICharts} from "../interfaces/ICharts.sol";
import {Keys} from "./Keys.sol";
import {Roles} from "./Roles.sol";

abstract contract Charts is Roles, ICharts, Keys {
    struct ChartsState {
        mapping(bytes20 chart => address holder) holders;
        mapping(address holder => bytes20 chart) charts;
    }

    ChartsState private _chartsState;

    /// @inheritdoc ICharts
    function registerPatient(KeyPublication calldata key) external returns (bytes20 chart) {
        chart = chartOf(msg.sender);
        if (chart != 0) revert ChartAlreadyRegistered(chart, msg.sender);
        _checkNotAdministrative(msg.sender);

        chart = bytes20(keccak256(abi.encode(block.chainid, address(this), msg.sender)));
        _chartsState.holders[chart] = msg.sender;
        _chartsState.charts[msg.sender] = chart;
        _person(msg.sender).holdsChart = true;
        emit PatientRegistered(chart, msg.sender);

        _publishKey(msg.sender, key);
    }

    /// @inheritdoc ICharts
    function chartOf(address account) public view returns (bytes20) {
        return _chartsState.charts[account];
    }

    /// @inheritdoc ICharts
    function holderOf(bytes20 chart) public view returns (address) {
        return _chartsState.holders[chart];
    }
}
